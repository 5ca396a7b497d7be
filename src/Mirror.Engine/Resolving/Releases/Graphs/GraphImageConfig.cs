using System.Text;
using System.Text.Json;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Engine.Resolving.Operators.Writing;

namespace Mirror.Engine.Resolving.Releases.Graphs;

/// <summary>The image configuration of the graph image: that of its base with the layer, its history and the command. All else stays, byte for byte.</summary>
internal static class GraphImageConfig
{
    private const string HistoryEntry = """{"created":"1970-01-01T00:00:00Z","created_by":"Mirror: graph data in /var/lib/cincinnati-graph-data"}""";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <param name="name">How messages call the base image.</param>
    /// <exception cref="MirrorException">MIR2220: it is not the configuration of an image.</exception>
    public static (ReadOnlyMemory<byte> Config, Platform Platform) Edit(ReadOnlyMemory<byte> config, Digest diffId, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(config, Options);
            return (Edit(document.RootElement, diffId, name), PlatformOf(document.RootElement));
        }
        catch (JsonException e)
        {
            throw Unusable(name, $"it is not JSON ({e.Message})", e);
        }
    }

    private static ReadOnlyMemory<byte> Edit(JsonElement root, Digest diffId, string name)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("rootfs", out var rootfs) || rootfs.ValueKind != JsonValueKind.Object
            || !rootfs.TryGetProperty("diff_ids", out var diffIds) || diffIds.ValueKind != JsonValueKind.Array)
        {
            throw Unusable(name, "it has no list 'rootfs.diff_ids'", null);
        }

        var buffer = new JsonBuffer(ManifestReader.MaxSize);
        JsonRewrite.CopyObject(
            root,
            buffer,
            property => property.Name switch
            {
                "config" when property.Value.ValueKind == JsonValueKind.Object => () => JsonRewrite.CopyObject(
                    property.Value, buffer, member => member.Name == "Cmd" ? () => WriteCommand(buffer) : null, ("Cmd", () => WriteCommand(buffer))),
                "config" => () => WriteConfig(buffer),
                "rootfs" => () => JsonRewrite.CopyObject(
                    rootfs,
                    buffer,
                    member => member.Name == "diff_ids" ? () => JsonRewrite.CopyList(diffIds, buffer, () => buffer.AppendString(diffId.ToString())) : null),
                "history" when property.Value.ValueKind == JsonValueKind.Array => () =>
                    JsonRewrite.CopyList(property.Value, buffer, () => buffer.Append(Encoding.UTF8.GetBytes(HistoryEntry))),
                _ => null,
            },
            ("config", () => WriteConfig(buffer)));
        return buffer.Written.ToArray();
    }

    private static Platform PlatformOf(JsonElement root)
    {
        return new Platform(Text("os") ?? "linux", Text("architecture") ?? "amd64", Text("variant") ?? "");

        string? Text(string member) => root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    private static void WriteConfig(JsonBuffer buffer)
    {
        buffer.Append("{\"Cmd\":"u8);
        WriteCommand(buffer);
        buffer.Append((byte)'}');
    }

    private static void WriteCommand(JsonBuffer buffer)
    {
        buffer.Append((byte)'[');
        for (var i = 0; i < GraphDataLayer.Command.Count; i++)
        {
            buffer.Append(i > 0 ? ","u8 : ""u8);
            buffer.AppendString(GraphDataLayer.Command[i]);
        }

        buffer.Append((byte)']');
    }

    private static MirrorException Unusable(string name, string problem, Exception? inner) =>
        MirrorErrors.GraphBaseUnusable.Exception($"The configuration of '{name}', which the graph image is built on, cannot be used: {problem}.", inner);
}
