using Mirror.Oci.Layers;

namespace Mirror.Engine.Resolving.Releases.Graphs;

/// <summary>
/// Makes the layer of the graph image out of the graph data (SPEC 4.9): a tar in gzip, as the update service publishes it, becomes a layer with the
/// same files below <c>/var/lib/cincinnati-graph-data</c>. Equal graph data give equal bytes, whatever the archive says of times and owners.
/// </summary>
public static class GraphDataLayer
{
    private const string Folder = "var/lib/cincinnati-graph-data";
    private const string VersionFile = "version";

    private const int MaxFileSize = 16 * 1024 * 1024;

    /// <summary>Files are held in memory: all of them together have a few megabytes.</summary>
    private static readonly LayerLimits Limits = new() { MaxEntries = 200_000, MaxUnpackedBytes = 256L * 1024 * 1024 };

    /// <summary>What the graph image runs: the update service takes the data from a volume that the container fills.</summary>
    public static IReadOnlyList<string> Command { get; } =
        ["/bin/bash", "-c", "exec cp -rp /var/lib/cincinnati-graph-data/* /var/lib/cincinnati/graph-data"];

    /// <summary>Reads <paramref name="graphData"/> to its end and writes the layer.</summary>
    /// <param name="name">How messages call the graph data: <c>the graph data of 'api.openshift.com'</c>.</param>
    /// <exception cref="MirrorException">MIR304x: the archive cannot be read; MIR2217: it has no file 'version', so it is something else.</exception>
    public static async Task<WrittenLayer> WriteAsync(Stream graphData, string name, Stream destination, CancellationToken cancellationToken)
    {
        var items = new SortedDictionary<string, LayerItem>(StringComparer.Ordinal);
        var hasVersion = false;
        await foreach (var entry in LayerReader.ReadAsync(graphData, name, Limits, cancellationToken).ConfigureAwait(false))
        {
            var path = $"{Folder}/{entry.Path}".TrimEnd('/');
            if (entry.Kind == LayerEntryKind.Directory)
            {
                items[path] = LayerItem.Folder(path);
            }
            else if (entry.Kind == LayerEntryKind.File)
            {
                items[path] = LayerItem.File(path, await entry.ReadAllAsync(MaxFileSize, cancellationToken).ConfigureAwait(false));
                hasVersion |= entry.Path == VersionFile;
            }
        }

        if (!hasVersion)
        {
            throw MirrorErrors.GraphDataInvalid.Exception($"The archive of {name} has no file '{VersionFile}', so it is not the data of an update graph.");
        }

        items.TryAdd(Folder, LayerItem.Folder(Folder));
        return await LayerWriter.WriteAsync(items.Values, destination, cancellationToken).ConfigureAwait(false);
    }
}
