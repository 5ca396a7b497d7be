using System.Security.Cryptography;
using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Engine.Resolving.Operators.Loading;
using Mirror.Engine.Resolving.Operators.Writing;
using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Layers;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Operators.Rebuilding;

/// <summary>Writes a rebuilt catalog into the store: the new layer as a stream, then configurations and manifests, and the index last, which stands for all.</summary>
internal sealed class CatalogRebuilder(ContentStore store)
{
    /// <summary>The catalog of <paramref name="filtered"/>, on top of <paramref name="image"/>. Layers of the source stay where they are.</summary>
    /// <exception cref="MirrorException">MIR2440: the image cannot be changed; MIR4003: the disk is full.</exception>
    public async Task<LockedCatalog> RebuildAsync(CatalogImage image, FilteredCatalog filtered, CancellationToken cancellationToken)
    {
        var layer = await WriteLayerAsync(CatalogRebuild.LayerItems(image.Instances, FbcWriter.Write(filtered)), cancellationToken).ConfigureAwait(false);
        var rebuilt = CatalogRebuild.Rebuild(image.Instances, layer);
        foreach (var instance in rebuilt.Instances)
        {
            await store.Blobs.IngestAsync(instance.Config, cancellationToken).ConfigureAwait(false);
            await store.AddAsync(instance.Manifest, cancellationToken).ConfigureAwait(false);
        }

        await store.AddAsync(rebuilt.Index, cancellationToken).ConfigureAwait(false);
        var tree = new ManifestTree(rebuilt.Index, [.. rebuilt.Instances.Select(instance => new ManifestTree(instance.Manifest, []))]);
        return new LockedCatalog(rebuilt.Index.Digest, tree.Size);
    }

    private async Task<WrittenLayer> WriteLayerAsync(IReadOnlyList<LayerItem> items, CancellationToken cancellationToken)
    {
        using var incoming = store.Blobs.Receive(HashAlgorithmName.SHA256);
        await using var stream = new IncomingBlobStream(incoming);
        var layer = await LayerWriter.WriteAsync(items, stream, cancellationToken).ConfigureAwait(false);
        return await incoming.TryCommitAsync(layer.Digest, cancellationToken).ConfigureAwait(false)
            ? layer
            : throw MirrorErrors.DigestMismatch.Exception($"The layer of a rebuilt catalog should be '{layer.Digest}' and arrived in the store as something else; memory or disk of this machine is at fault.");
    }
}
