using System.Text.Json;
using Mirror.Engine.Building;
using Mirror.Model.Json;

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
            using var document = JsonText.Parse(config, Options);
            var edited = LayeredImageConfig.TryAddLayer(document.RootElement, diffId, HistoryEntry, GraphDataLayer.Command, (_, _) => null)
                ?? throw Unusable(name, "it has no list 'rootfs.diff_ids'", null);
            return (edited, LayeredImageConfig.PlatformOf(document.RootElement));
        }
        catch (JsonException e)
        {
            throw Unusable(name, $"it is not JSON ({e.Message})", e);
        }
    }

    private static MirrorException Unusable(string name, string problem, Exception? inner) =>
        MirrorErrors.GraphBaseUnusable.Exception($"The configuration of '{name}', which the graph image is built on, cannot be used: {problem}.", inner);
}
