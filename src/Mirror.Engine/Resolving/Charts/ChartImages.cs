using System.Collections.Concurrent;
using Mirror.Model.Locking;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Charts;

/// <summary>
/// Pins the images of charts. Charts share images, so each name is asked for once a run, and all charts get the same answer. Safe for concurrent use.
/// </summary>
internal sealed class ChartImages(IImageSource source, ContentStore store) : IDisposable
{
    private const int Parallelism = 32;

    private readonly ManifestTreeReader _trees = new(store, source);
    private readonly ConcurrentDictionary<ImageReference, Lazy<Task<ManifestContent?>>> _roots = [];
    private readonly SemaphoreSlim _gate = new(Parallelism);

    /// <summary>What <paramref name="reference"/> is; null when its source has no such image.</summary>
    /// <exception cref="MirrorException">MIR2009, MIR3xxx.</exception>
    public async Task<LockedImage?> FindAsync(ImageReference reference, IReadOnlyList<Platform> platforms, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var root = await _roots.GetOrAdd(reference, key => new Lazy<Task<ManifestContent?>>(() => FindRootAsync(key, cancellationToken))).Value.ConfigureAwait(false);
            if (root is null)
            {
                return null;
            }

            var image = reference.WithDigest(root.Digest);
            var tree = await _trees.ReadAsync(image, root, platforms, cancellationToken).ConfigureAwait(false);
            return new LockedImage(image, tree.Size);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<ManifestContent?> FindRootAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        var root = await store.FindManifestAsync(reference, cancellationToken).ConfigureAwait(false)
            ?? await source.FindManifestAsync(reference, cancellationToken).ConfigureAwait(false);
        if (root is not null)
        {
            await store.AddAsync(root, cancellationToken).ConfigureAwait(false);
        }

        return root;
    }
}
