using System.Collections.Concurrent;
using Mirror.Model.Planning;
using Mirror.Oci.Copying;

namespace Mirror.Engine.Planning;

/// <summary>Reads the manifests of many images at once; an image that cannot be read is a failure of its own and stops no other, unless it is part of a release.</summary>
/// <param name="readsAll">Whether the rest is read even so: to tell all that is missing, or what an older lock had.</param>
internal sealed class TreeLoading(ManifestTreeReader trees, bool readsAll = false)
{
    private const int Parallelism = 32;

    public async Task<LoadedTrees> LoadAsync(IReadOnlyList<PlannedImage> images, CancellationToken cancellationToken)
    {
        var loaded = new ConcurrentDictionary<TargetName, ManifestTree>();
        var failures = new ConcurrentBag<CopyFailure>();
        using var stop = new ReleaseStop(cancellationToken);
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = stop.Token };
        await stop.UnlessStoppedAsync(Parallel.ForEachAsync(images, degree, async (image, token) =>
        {
            try
            {
                loaded[image.Target] = await trees.ReadAsync(image.Source, image.Platforms, token).ConfigureAwait(false);
            }
            catch (MirrorException e)
            {
                failures.Add(new CopyFailure(image, e));
                if (!readsAll)
                {
                    await stop.FailedAsync(image).ConfigureAwait(false);
                }
            }
        })).ConfigureAwait(false);
        return new LoadedTrees(loaded, [.. failures.OrderBy(failure => failure.Image.Target.ToString(), StringComparer.Ordinal)]);
    }
}
