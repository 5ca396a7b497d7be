using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Engine.Publishing;

/// <summary>
/// Referrers that were published and that no client can find: the registry has no referrers API, and the tag that stands in for it (<c>sha256-…</c>) is the one that the
/// image itself has, as images that are known by digest alone have it in a mirror (SPEC 8.2).
/// </summary>
internal sealed class HiddenReferrers(IImageDestination destination, DestinationNames names, int parallelism)
{
    /// <summary>A warning for each subject; asks about those alone whose tag it can be.</summary>
    public async Task<IReadOnlyList<Diagnostic>> FindAsync(IEnumerable<PlannedImage> published, CancellationToken cancellationToken)
    {
        var subjects = published
            .Where(image => image.Target.IsByDigest && image.Subject is not null && image.Requires.Any(required => required.Tag == TargetName.DigestTag(image.Subject.Value)))
            .Select(image => (names.Of(image.Target).Repository, Subject: image.Subject!.Value))
            .Distinct()
            .OrderBy(image => image.Repository, StringComparer.Ordinal).ThenBy(image => image.Subject)
            .ToList();
        var found = await Concurrently.SelectAsync(
            subjects, parallelism, (image, token) => destination.FindReferrersAsync(image.Repository, image.Subject, token), cancellationToken).ConfigureAwait(false);
        return
        [
            .. subjects.Where((_, index) => found[index] is null).Select(image => MirrorErrors.ReferrersHidden.Diagnostic(
                $"What refers to '{image.Repository}@{image.Subject}' was published, but no client can find it: the registry has no referrers API, and the tag that stands in for it is that of the image.")),
        ];
    }
}
