using System.Collections.Concurrent;
using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;

namespace Mirror.Engine.Publishing;

/// <summary>Asks a destination what it already has: one request for each image (promise 3); all content is read as well if there are <paramref name="copies"/>.</summary>
/// <param name="destination">What is asked.</param>
/// <param name="names">Names at the destination.</param>
/// <param name="copies">Says what is missing or damaged in an image that is there; null trusts that a manifest has all that it names.</param>
internal sealed class DestinationState(
    IImageDestination destination,
    DestinationNames names,
    Func<PlannedImage, TargetName, CancellationToken, Task<IReadOnlyList<string>>>? copies = null)
{
    private const int Parallelism = 32;

    /// <summary>Images that are missing or have another digest, in their order, and those that could not be asked about.</summary>
    public async Task<(IReadOnlyList<PlannedImage> Outstanding, IReadOnlyList<CopyFailure> Failures)> CompareAsync(
        IReadOnlyList<PlannedImage> images,
        CancellationToken cancellationToken)
    {
        var outstanding = new ConcurrentDictionary<TargetName, bool>();
        var failures = new ConcurrentBag<CopyFailure>();
        var digests = new DestinationDigests(destination, names);
        using var stop = new ReleaseStop(cancellationToken);
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = stop.Token };
        await stop.UnlessStoppedAsync(Parallel.ForEachAsync(images, degree, async (image, token) =>
        {
            try
            {
                if (await digests.FindAsync(image, token).ConfigureAwait(false) != image.Digest
                    || (copies is not null && (await copies(image, names.Of(image.Target), token).ConfigureAwait(false)).Count > 0))
                {
                    outstanding[image.Target] = true;
                }
            }
            catch (MirrorException e)
            {
                failures.Add(new CopyFailure(image, e));
                await stop.FailedAsync(image).ConfigureAwait(false);
            }
        })).ConfigureAwait(false);
        return (
            [.. images.Where(image => outstanding.ContainsKey(image.Target))],
            [.. failures.OrderBy(failure => failure.Image.Target.ToString(), StringComparer.Ordinal)]);
    }
}
