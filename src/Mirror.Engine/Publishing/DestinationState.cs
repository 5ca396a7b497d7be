using System.Collections.Concurrent;
using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;

namespace Mirror.Engine.Publishing;

/// <summary>Asks a destination what it already has: one request for each image at most (promise 3); all content is read as well if there are <paramref name="copies"/>.</summary>
/// <param name="destination">What is asked.</param>
/// <param name="names">Names at the destination.</param>
/// <param name="copies">Says what is missing or damaged in an image that is there; null trusts that a manifest has all that it names.</param>
/// <param name="added">
/// What the lock did not have before this run, so that it can only be there if it was published with another lock. Some of it is asked about; when none of that is there, all
/// of it is taken to be missing. Where that is wrong, the registry says of each blob that it has it, and the manifest is written once more. Null is nothing.
/// </param>
internal sealed class DestinationState(
    IImageDestination destination,
    DestinationNames names,
    Func<PlannedImage, TargetName, CancellationToken, Task<IReadOnlyList<string>>>? copies = null,
    IReadOnlySet<TargetName>? added = null)
{
    private const int Parallelism = 32;
    private const int Samples = 4;

    /// <summary>Images that are missing or have another digest, in their order, and those that could not be asked about.</summary>
    public async Task<(IReadOnlyList<PlannedImage> Outstanding, IReadOnlyList<CopyFailure> Failures)> CompareAsync(
        IReadOnlyList<PlannedImage> images,
        CancellationToken cancellationToken)
    {
        var outstanding = new ConcurrentDictionary<TargetName, bool>();
        var failures = new ConcurrentBag<CopyFailure>();
        var digests = new DestinationDigests(destination, names);
        using var stop = new ReleaseStop(cancellationToken);
        var (samples, others) = Divide(images);
        await AskAsync(samples).ConfigureAwait(false);
        if (samples.Count > 0 && samples.All(image => outstanding.ContainsKey(image.Target)))
        {
            foreach (var image in others.Where(IsAdded))
            {
                outstanding[image.Target] = true;
            }
        }

        await AskAsync(others.Where(image => !outstanding.ContainsKey(image.Target))).ConfigureAwait(false);
        return (
            [.. images.Where(image => outstanding.ContainsKey(image.Target))],
            [.. failures.OrderBy(failure => failure.Image.Target.ToString(), StringComparer.Ordinal)]);

        Task AskAsync(IEnumerable<PlannedImage> asked)
        {
            var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = stop.Token };
            return stop.UnlessStoppedAsync(Parallel.ForEachAsync(asked, degree, async (image, token) =>
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
            }));
        }
    }

    // The samples are spread over all, because what was published before is most often one repository or one source of the configuration.
    private (IReadOnlyList<PlannedImage> Samples, IReadOnlyList<PlannedImage> Others) Divide(IReadOnlyList<PlannedImage> images)
    {
        var candidates = copies is null ? images.Where(IsAdded).ToList() : [];
        if (candidates.Count <= Samples)
        {
            return ([], images);
        }

        var samples = Enumerable.Range(0, Samples).Select(i => candidates[i * (candidates.Count - 1) / (Samples - 1)]).ToList();
        var sampled = samples.Select(image => image.Target).ToHashSet();
        return (samples, [.. images.Where(image => !sampled.Contains(image.Target))]);
    }

    private bool IsAdded(PlannedImage image) => added?.Contains(image.Target) == true;
}
