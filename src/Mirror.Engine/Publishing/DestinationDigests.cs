using System.Collections.Concurrent;
using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Engine.Publishing;

/// <summary>
/// What a destination has in the place of an image, in one request at most: the digest under its tag. A referrer without a tag is there only when its subject leads to
/// it, because nobody finds it otherwise; subjects are asked once for all that refer to them. Knows the destination as it was at the first question.
/// </summary>
internal sealed class DestinationDigests(IImageDestination destination, DestinationNames names)
{
    private readonly ConcurrentDictionary<(string Repository, Digest Subject), Lazy<Task<IReadOnlySet<Digest>?>>> _referrers = [];

    /// <summary>Null when nothing is there.</summary>
    public async Task<Digest?> FindAsync(PlannedImage image, CancellationToken cancellationToken)
    {
        var target = names.Of(image.Target);
        if (image.Subject is { } subject && target.IsByDigest)
        {
            var listed = _referrers.GetOrAdd(
                (target.Repository, subject),
                _ => new(() => destination.FindReferrersAsync(target.Repository, subject, cancellationToken)));
            if (await listed.Value.ConfigureAwait(false) is { } digests)
            {
                return digests.Contains(image.Digest) ? image.Digest : null;
            }
        }

        return await destination.FindDigestAsync(target.Repository, target.Tag, cancellationToken).ConfigureAwait(false);
    }
}
