using Mirror.Engine.Building;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;
using Mirror.Oci.Layers;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Releases.Graphs;

/// <summary>
/// Puts graph data on a base image (SPEC 4.9), without a container engine: one layer that all platforms share. Equal inputs give equal bytes. All that is new goes into
/// the store, the index last; the layers of the base stay where they are.
/// </summary>
internal sealed class GraphImageAssembly(IImageSource source, ContentStore store)
{
    private const int MaxConfigSize = 2 * 1024 * 1024;

    private readonly ManifestTreeReader _trees = new(store, source);

    /// <summary>Builds the image.</summary>
    /// <param name="name">How messages call the graph data.</param>
    /// <exception cref="MirrorException">MIR2217, MIR304x: the data are something else; MIR2220: the base cannot be used; MIR3xxx, MIR500x: it cannot be had.</exception>
    public async Task<ManifestTree> BuildAsync(ImageReference baseImage, Stream graphData, string name, CancellationToken cancellationToken)
    {
        var layer = await WriteLayerAsync(graphData, name, cancellationToken).ConfigureAwait(false);
        var instances = new List<(ManifestContent Manifest, Platform Platform)>();
        foreach (var (manifest, platform) in Instances(await _trees.ReadAsync(baseImage, [], cancellationToken).ConfigureAwait(false)))
        {
            var config = await ReadConfigAsync(baseImage, manifest, cancellationToken).ConfigureAwait(false);
            var (edited, told) = GraphImageConfig.Edit(config, layer.DiffId, baseImage.ToString());
            await store.Blobs.IngestAsync(edited, cancellationToken).ConfigureAwait(false);
            instances.Add((LayeredImage.AddLayer(manifest, edited, layer, "of the graph image"), platform ?? told));
        }

        if (instances.Count == 0)
        {
            throw MirrorErrors.GraphBaseUnusable.Exception($"'{baseImage}', which the graph image is built on, is an index without images.");
        }

        var index = LayeredImage.Index(instances, "of the graph image");
        foreach (var manifest in instances.Select(instance => instance.Manifest).Append(index))
        {
            await store.AddAsync(manifest, cancellationToken).ConfigureAwait(false);
        }

        return new ManifestTree(index, [.. instances.Select(instance => new ManifestTree(instance.Manifest, []))]);
    }

    /// <summary>Bytes of the base image.</summary>
    public async Task<long> WeighAsync(ImageReference baseImage, CancellationToken cancellationToken) =>
        (await _trees.ReadAsync(baseImage, [], cancellationToken).ConfigureAwait(false)).Size;

    private async Task<WrittenLayer> WriteLayerAsync(Stream graphData, string name, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var layer = await GraphDataLayer.WriteAsync(graphData, name, bytes, cancellationToken).ConfigureAwait(false);
        bytes.Position = 0;
        await store.Blobs.IngestAsync(layer.DescriptorFor(MediaTypes.OciManifest), bytes, cancellationToken).ConfigureAwait(false);
        return layer;
    }

    private static IEnumerable<(ManifestContent Manifest, Platform? Platform)> Instances(ManifestTree tree)
    {
        if (!tree.Manifest.Manifest.IsIndex)
        {
            return MediaTypes.IsManifest(tree.Manifest.Manifest.MediaType) && tree.Manifest.Manifest.Config is not null
                ? [(tree.Manifest, null)]
                : throw MirrorErrors.GraphBaseUnusable.Exception(
                    $"The manifest '{tree.Manifest.Digest}' of the image that the graph image is built on is of the type '{tree.Manifest.Manifest.MediaType}'; expected an image.");
        }

        // What is for no platform are attestations and the like, about the base alone.
        var platforms = tree.Manifest.Manifest.Children.DistinctBy(child => child.Digest).ToDictionary(child => child.Digest, child => child.Platform);
        return tree.Children
            .Where(child => platforms[child.Manifest.Digest] is not { Os: "unknown" })
            .SelectMany(child => Instances(child).Select(found => (found.Manifest, found.Platform ?? platforms[child.Manifest.Digest])));
    }

    private async Task<ReadOnlyMemory<byte>> ReadConfigAsync(ImageReference baseImage, ManifestContent manifest, CancellationToken cancellationToken)
    {
        var config = manifest.Manifest.Config!;
        if (config.Size > MaxConfigSize)
        {
            throw MirrorErrors.GraphBaseUnusable.Exception($"The configuration of '{baseImage}', which the graph image is built on, has {config.Size} bytes; at most {MaxConfigSize} are read.");
        }

        var content = store.Blobs.Find(config)
            ?? await source.FindBlobAsync(baseImage, config, cancellationToken).ConfigureAwait(false)
            ?? throw MirrorErrors.BlobGone.Exception($"The configuration '{config.Digest}' of '{baseImage}', which the graph image is built on, is gone from its source.");
        await using (content.ConfigureAwait(false))
        {
            var bytes = new byte[config.Size];
            await content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
            await store.Blobs.IngestAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
    }
}
