using Mirror.Model.Locking;
using Mirror.Oci.Content;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Releases.Graphs;

/// <summary>Computes again what the lock derives of the graph data, from what the store has.</summary>
/// <param name="offline">Reads from disk alone.</param>
internal sealed class GraphRepair(IImageSource offline, ContentStore store)
{
    /// <summary>The same source with the right derived values; null if the store does not have the graph data or their base image.</summary>
    /// <exception cref="MirrorException">MIR2217, MIR2220, MIR304x: what it has cannot be made into a graph image.</exception>
    public async Task<LockedGraphSource?> FindAsync(LockedGraphSource graph, CancellationToken cancellationToken)
    {
        if (store.Blobs.SizeOf(graph.Data.Digest) != graph.Data.Size || store.Blobs.Find(graph.Data) is not { } data)
        {
            return null;
        }

        await using (data.ConfigureAwait(false))
        {
            try
            {
                var image = await new GraphImageAssembly(offline, store).BuildAsync(graph.Base.Image, data, $"the graph data '{graph.Data.Digest}'", cancellationToken).ConfigureAwait(false);
                return graph with { GraphImage = image.Manifest.Digest, Size = image.Size };
            }
            catch (MirrorException e) when (e.Diagnostics[0].Code == MirrorErrors.DerivedCatalogUnknown)
            {
                return null;
            }
        }
    }
}
