using System.Text;
using System.Text.Json;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Engine.Resolving.Operators.Writing;

namespace Mirror.Engine.Building;

/// <summary>Image configurations (OCI image-spec, config.md) for <see cref="LayeredImage"/>: with the layer, a history and a command. All else stays, byte for byte.</summary>
internal static class LayeredImageConfig
{
    /// <summary>The configuration with another layer on top; null when <paramref name="root"/> is not one of an image.</summary>
    /// <param name="historyEntry">JSON.</param>
    /// <param name="command">Becomes <c>Cmd</c>.</param>
    /// <param name="editConfig">Writes further members of <c>config</c> anew, see <see cref="JsonRewrite.CopyObject"/>.</param>
    public static ReadOnlyMemory<byte>? TryAddLayer(
        JsonElement root, Digest diffId, string historyEntry, IReadOnlyList<string> command, Func<JsonProperty, JsonBuffer, Action?> editConfig)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("rootfs", out var rootfs) || rootfs.ValueKind != JsonValueKind.Object
            || !rootfs.TryGetProperty("diff_ids", out var diffIds) || diffIds.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var buffer = new JsonBuffer(ManifestReader.MaxSize);
        JsonRewrite.CopyObject(
            root,
            buffer,
            property => property.Name switch
            {
                "config" when property.Value.ValueKind == JsonValueKind.Object => () => JsonRewrite.CopyObject(
                    property.Value,
                    buffer,
                    member => member.Name == "Cmd" ? () => WriteCommand(buffer, command) : editConfig(member, buffer),
                    ("Cmd", () => WriteCommand(buffer, command))),
                "config" => () => WriteConfig(buffer, command),
                "rootfs" => () => JsonRewrite.CopyObject(rootfs, buffer, member => member.Name == "diff_ids"
                    ? () => JsonRewrite.CopyList(diffIds, buffer, () => buffer.AppendString(diffId.ToString()))
                    : null),
                "history" when property.Value.ValueKind == JsonValueKind.Array => () =>
                    JsonRewrite.CopyList(property.Value, buffer, () => buffer.Append(Encoding.UTF8.GetBytes(historyEntry))),
                _ => null,
            },
            ("config", () => WriteConfig(buffer, command)));
        return buffer.Written.ToArray();
    }

    /// <summary>What the configuration says it runs on; linux/amd64 if it does not.</summary>
    public static Platform PlatformOf(JsonElement root)
    {
        var os = Text("os");
        var architecture = Text("architecture");
        return os.Length == 0 || architecture.Length == 0 ? new Platform("linux", "amd64") : new Platform(os, architecture, Text("variant"));

        string Text(string member) => root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
    }

    private static void WriteConfig(JsonBuffer buffer, IReadOnlyList<string> command)
    {
        buffer.Append("{\"Cmd\":"u8);
        WriteCommand(buffer, command);
        buffer.Append((byte)'}');
    }

    private static void WriteCommand(JsonBuffer buffer, IReadOnlyList<string> command)
    {
        buffer.Append((byte)'[');
        for (var i = 0; i < command.Count; i++)
        {
            buffer.Append(i > 0 ? ","u8 : ""u8);
            buffer.AppendString(command[i]);
        }

        buffer.Append((byte)']');
    }
}
