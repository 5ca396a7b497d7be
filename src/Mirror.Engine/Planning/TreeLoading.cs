using System.Collections.Concurrent;
using Mirror.Model.Planning;
using Mirror.Oci.Copying;

namespace Mirror.Engine.Planning;

/// <summary>Reads the manifests of many images at once; an image that cannot be read is a failure of its own and stops no other, unless it is part of a release.</summary>
internal sealed class TreeLoading(ManifestTreeReader trees)
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
                await stop.FailedAsync(image).ConfigureAwait(false);
            }
        })).ConfigureAwait(false);
        return new LoadedTrees(loaded, [.. failures.OrderBy(failure => failure.Image.Target.ToString(), StringComparer.Ordinal)]);
    }
}
