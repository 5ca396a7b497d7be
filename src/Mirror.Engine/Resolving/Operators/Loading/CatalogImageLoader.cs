using Mirror.Engine.Fetching;
using Mirror.Engine.Options;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Engine.Resolving.Operators.Rebuilding;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;
using Mirror.Oci.Layers;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Operators.Loading;

/// <summary>
/// Brings what is needed of a catalog's image into the store, where it stays: a lock is filtered and rebuilt again from it, also years later and without the
/// network. Safe for concurrent use.
/// </summary>
internal sealed class CatalogImageLoader(IImageSource source, ContentStore store, CopyProgress progress)
{
    private const int MaxConfigBytes = 4 * 1024 * 1024;
    private const int Parallelism = 4;
    private const string AttestationAnnotation = "vnd.docker.reference.type";

    private readonly ManifestTreeReader _trees = new(store, source);
    private readonly BlobSupply _supply = new(store, source, keepLayers: true, progress);

    /// <summary>Where the files of a catalog that does not fit into memory go for the time of the run.</summary>
    public string SpoolFolder { get; } = Path.Combine(store.Blobs.Root, "incoming");

    /// <summary>The manifests and configurations of the image that <paramref name="reference"/> names by digest.</summary>
    /// <exception cref="MirrorException">MIR2440 no image of a catalog; MIR2009 no instance for a platform; MIR3xxx.</exception>
    public async Task<CatalogImage> LoadAsync(ImageReference reference, IReadOnlyList<Platform> platforms, CancellationToken cancellationToken)
    {
        var tree = await _trees.ReadAsync(reference, platforms, cancellationToken).ConfigureAwait(false);
        var instances = new List<CatalogInstance>();
        foreach (var (manifest, platform) in Images(tree, null))
        {
            var config = manifest.Manifest.Config!;
            if (config.Size > MaxConfigBytes)
            {
                throw MirrorErrors.CatalogImageUnsupported.Exception(
                    $"The configuration of '{reference.WithDigest(manifest.Digest)}' has {config.Size} bytes, over the limit of {MaxConfigBytes}.");
            }

            await _supply.FetchAsync(reference, config, cancellationToken).ConfigureAwait(false);
            var bytes = await store.Blobs.FindBytesAsync(config.Digest, MaxConfigBytes, cancellationToken).ConfigureAwait(false);
            instances.Add(new CatalogInstance(manifest, bytes, platform));
        }

        return instances.Count > 0
            ? new CatalogImage(reference, tree, instances)
            : throw MirrorErrors.CatalogImageUnsupported.Exception($"'{reference}' has no image, so it is not an operator catalog.");
    }

    /// <summary>Reads the catalog inside.</summary>
    /// <param name="image">What was loaded.</param>
    /// <param name="name">How messages call the catalog.</param>
    /// <param name="packages">The packages to keep; null keeps all.</param>
    /// <exception cref="MirrorException">MIR2401 to MIR2403, MIR304x, MIR3xxx.</exception>
    public async Task<Catalog> ReadAsync(CatalogImage image, string name, IReadOnlySet<string>? packages, CancellationToken cancellationToken)
    {
        var folder = CatalogImageConfig.FolderOf(image.Readable);
        var layers = folder is null ? [] : await FetchLayersAsync(image, cancellationToken).ConfigureAwait(false);
        return await CatalogImageReader.ReadAsync(name, layers, folder, packages, SpoolFolder, CatalogLimits.Default, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Calls <paramref name="visit"/> for every file of the catalog, read as it lies in the image: <c>.indexignore</c> is not obeyed.</summary>
    public async Task VisitAsync(CatalogImage image, Func<Stream, CancellationToken, Task> visit, CancellationToken cancellationToken)
    {
        if (CatalogImageConfig.FolderOf(image.Readable)?.Trim('/') is not { Length: > 0 } folder)
        {
            return;
        }

        await LayerStack.VisitAsync(
            await FetchLayersAsync(image, cancellationToken).ConfigureAwait(false),
            [folder],
            async (entry, token) =>
            {
                if (entry.Kind == LayerEntryKind.File)
                {
                    await visit(entry.Content, token).ConfigureAwait(false);
                }
            },
            LayerLimits.Default,
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<LayerSource>> FetchLayersAsync(CatalogImage image, CancellationToken cancellationToken)
    {
        var layers = image.Readable.Manifest.Manifest.Layers;
        var missing = layers.DistinctBy(layer => layer.Digest).Where(layer => store.Blobs.SizeOf(layer.Digest) != layer.Size).ToList();
        if (missing.Count > 0)
        {
            DiskSpace.Ensure(store.Blobs.Root, missing.Sum(layer => layer.Size), MirrorArguments.Store);
            progress.Plan(1, missing.Sum(layer => layer.Size));
            await Parallel.ForEachAsync(
                missing,
                new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
                async (layer, token) =>
                {
                    await _supply.FetchAsync(image.Reference, layer, token).ConfigureAwait(false);
                    progress.BlobIsThere(layer.Size, mounted: false);
                }).ConfigureAwait(false);
            progress.ImageIsDone();
        }

        return
        [
            .. layers.Select(layer => new LayerSource(
                $"the layer '{layer.Digest}' of '{image.Reference}'",
                _ => Task.FromResult(store.Blobs.Find(layer) ?? throw MirrorErrors.BlobGone.Exception($"'{layer.Digest}' of '{image.Reference}' was removed from the store while it was in use. Run the same command again.")))),
        ];
    }

    /// <summary>The images of a tree with what the index above says they run on; attestations that build tools add are none.</summary>
    private static IEnumerable<(ManifestContent Manifest, Platform? Platform)> Images(ManifestTree tree, Descriptor? descriptor)
    {
        if (!tree.Manifest.Manifest.IsIndex)
        {
            return tree.Manifest.Manifest.Config is null || IsAttestation(descriptor) ? [] : [(tree.Manifest, descriptor?.Platform)];
        }

        var descriptors = tree.Manifest.Manifest.Children.DistinctBy(child => child.Digest).ToDictionary(child => child.Digest);
        return tree.Children.DistinctBy(child => child.Manifest.Digest).SelectMany(child => Images(child, descriptors[child.Manifest.Digest]));
    }

    private static bool IsAttestation(Descriptor? descriptor) =>
        descriptor is not null && (descriptor.Annotations.ContainsKey(AttestationAnnotation) || descriptor.Platform is { Os: "unknown", Architecture: "unknown" });
}
