using System.Collections.Concurrent;
using Mirror.Engine.Describing;
using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Engine.Outdated;

/// <summary>Asks about each image by itself: whether its tag still stands for it, and if not, whether the source still has it at all. One HEAD for most, two at most.</summary>
internal sealed class ImageProbe(IDigestSource digests)
{
    private const int Parallelism = 32;

    /// <summary>What there is beyond the lock, and how many images were asked about.</summary>
    /// <param name="images">Every image of the lock.</param>
    /// <param name="failed">Takes what could not be asked.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    public async Task<(IReadOnlyList<Drift> Drifts, int Asked)> ProbeAsync(IReadOnlyList<PlannedImage> images, Action<MirrorException> failed, CancellationToken cancellationToken)
    {
        var drifts = new ConcurrentBag<Drift>();
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
        var names = images.Where(image => !image.IsBuilt).GroupBy(image => image.Source).ToList();
        await Parallel.ForEachAsync(names, degree, async (group, token) =>
        {
            try
            {
                foreach (var drift in await ProbeAsync(group.Key, TagsOf(group), token).ConfigureAwait(false))
                {
                    drifts.Add(drift);
                }
            }
            catch (MirrorException e)
            {
                failed(e);
            }
        }).ConfigureAwait(false);
        return ([.. drifts], names.Count);
    }

    // Catalogs are asked about as such; a name of another repository says nothing about this one.
    private static IReadOnlyList<ImageReference> TagsOf(IGrouping<ImageReference, PlannedImage> images) =>
    [
        .. images.Where(image => image.Kind != ImageKind.OperatorCatalog && image.Origin.Tag is not null && image.Origin.Name == images.Key.Name)
            .Select(image => image.Origin.WithTag(image.Origin.Tag!))
            .Distinct(),
    ];

    private async Task<IReadOnlyList<Drift>> ProbeAsync(ImageReference image, IReadOnlyList<ImageReference> tagged, CancellationToken cancellationToken)
    {
        var drifts = new List<Drift>();
        var digest = image.Digest!.Value;
        var isThere = false;
        foreach (var name in tagged)
        {
            var now = await digests.FindDigestAsync(name, cancellationToken).ConfigureAwait(false);
            isThere |= now == digest;
            if (now != digest)
            {
                var kind = now is null ? DriftKind.Vanished : DriftKind.Moved;
                drifts.Add(new Drift(kind, ItemKind.Image, "", name.ToString(), digest.ToShortString(), now?.ToShortString() ?? ""));
            }
        }

        if (!isThere && await digests.FindDigestAsync(image, cancellationToken).ConfigureAwait(false) is null)
        {
            drifts.Add(new Drift(DriftKind.Vanished, ItemKind.Image, "", image.ToString(), digest.ToShortString(), ""));
        }

        return drifts;
    }
}
