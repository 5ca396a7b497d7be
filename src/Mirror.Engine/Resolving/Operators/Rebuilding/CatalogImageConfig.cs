using System.Text.Json;
using Mirror.Engine.Building;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Engine.Resolving.Operators.Writing;
using Mirror.Model.Json;

namespace Mirror.Engine.Resolving.Operators.Rebuilding;

/// <summary>Reads and changes the image configuration of a catalog (OCI image-spec, config.md). What it does not know stays as it is, byte for byte.</summary>
internal static class CatalogImageConfig
{
    private const string CacheOption = "--cache-dir";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>The folder of the catalog as the label has it; null for an image that has none.</summary>
    public static string? FolderOf(CatalogInstance instance)
    {
        using var document = Parse(instance);
        return document.RootElement.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object ? Label(config) : null;
    }

    /// <summary>The folders of the old catalog and of opm's cache for it, normalised; where the configuration tells.</summary>
    public static IEnumerable<string> ObsoletePaths(CatalogInstance instance)
    {
        using var document = Parse(instance);
        var paths = new List<string?>();
        if (document.RootElement.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object)
        {
            paths.Add(Label(config));
            paths.AddRange(CacheFolders([.. Words(config, "Entrypoint"), .. Words(config, "Cmd")]));
        }

        return paths.Select(Normalise).OfType<string>();
    }

    /// <summary>With the new layer, the label and the command of a catalog that stands in <see cref="CatalogRebuild.Folder"/>.</summary>
    public static ReadOnlyMemory<byte> Edit(CatalogInstance instance, Digest diffId, string historyEntry)
    {
        using var document = Parse(instance);
        return LayeredImageConfig.TryAddLayer(document.RootElement, diffId, historyEntry, ["serve", $"/{CatalogRebuild.Folder}"], EditLabels)
            ?? throw Unusable(instance, "it has no list 'rootfs.diff_ids'");
    }

    /// <summary>What the configuration says it runs on; linux/amd64 if it does not.</summary>
    public static Platform PlatformOf(CatalogInstance instance)
    {
        using var document = Parse(instance);
        return LayeredImageConfig.PlatformOf(document.RootElement);
    }

    private static Action? EditLabels(JsonProperty member, JsonBuffer buffer) => member is { Name: "Labels", Value.ValueKind: JsonValueKind.Object }
        ? () => JsonRewrite.CopyObject(member.Value, buffer, label =>
            label.Name == CatalogImageReader.FolderLabel ? () => buffer.AppendString($"/{CatalogRebuild.Folder}") : null)
        : null;

    private static string? Label(JsonElement config) =>
        config.TryGetProperty("Labels", out var labels) && labels.ValueKind == JsonValueKind.Object
        && labels.TryGetProperty(CatalogImageReader.FolderLabel, out var label) && label.ValueKind == JsonValueKind.String
            ? label.GetString()
            : null;

    private static IEnumerable<string> CacheFolders(List<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].StartsWith($"{CacheOption}=", StringComparison.Ordinal))
            {
                yield return words[i][(CacheOption.Length + 1)..];
            }
            else if (words[i] == CacheOption && i + 1 < words.Count)
            {
                yield return words[i + 1];
            }
        }
    }

    private static IEnumerable<string> Words(JsonElement config, string member) =>
        config.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!)
            : [];

    /// <summary>Null for the root, for a path that leads outside, and for one that is not absolute.</summary>
    private static string? Normalise(string? path)
    {
        var parts = (path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToList();
        return path is not ['/', ..] || parts.Count == 0 || parts.Contains("..") || parts.Exists(part => part.Contains('\0', StringComparison.Ordinal))
            ? null
            : string.Join('/', parts);
    }

    private static JsonDocument Parse(CatalogInstance instance)
    {
        try
        {
            var document = JsonText.Parse(instance.Config, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw Unusable(instance, "it is not a JSON object");
        }
        catch (JsonException e)
        {
            throw Unusable(instance, $"it is not JSON ({e.Message})", e);
        }
    }

    private static MirrorException Unusable(CatalogInstance instance, string problem, Exception? innerException = null) =>
        MirrorErrors.CatalogImageUnsupported.Exception(
            $"The configuration of the catalog's image '{instance.Manifest.Digest}' cannot be used: {problem}.", innerException);
}
