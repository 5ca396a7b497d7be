using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Engine.Publishing;

/// <summary>
/// Referrers that were published and that no client can find: the registry has no referrers API, and the tag that stands in for it (<c>sha256-…</c>) is the one that the
/// image itself has, as images that are known by digest alone have it in a mirror (SPEC 8.2).
/// </summary>
internal sealed class HiddenReferrers(IImageDestination destination, DestinationNames names)
{
    /// <summary>A warning for each subject; asks about those alone whose tag it can be.</summary>
    public async Task<IReadOnlyList<Diagnostic>> FindAsync(IEnumerable<PlannedImage> published, CancellationToken cancellationToken)
    {
        var warnings = new List<Diagnostic>();
        var subjects = published
            .Where(image => image.Target.IsByDigest && image.Subject is not null && image.Requires.Any(required => required.Tag == TargetName.DigestTag(image.Subject.Value)))
            .Select(image => (names.Of(image.Target).Repository, Subject: image.Subject!.Value))
            .Distinct()
            .OrderBy(image => image.Repository, StringComparer.Ordinal).ThenBy(image => image.Subject);
        foreach (var (repository, subject) in subjects)
        {
            if (await destination.FindReferrersAsync(repository, subject, cancellationToken).ConfigureAwait(false) is null)
            {
                warnings.Add(MirrorErrors.ReferrersHidden.Diagnostic(
                    $"What refers to '{repository}@{subject}' was published, but no client can find it: the registry has no referrers API, and the tag that stands in for it is that of the image."));
            }
        }

        return warnings;
    }
}
