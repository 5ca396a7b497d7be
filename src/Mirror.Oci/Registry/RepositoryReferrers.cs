using System.Collections.Concurrent;
using Mirror.Model.Locking;
using Mirror.Oci.Content;

namespace Mirror.Oci.Registry;

/// <summary>
/// What refers to manifests of one repository, in few requests. One for each subject goes to the referrers API, or to the tag that stands in for it; there is no way
/// to ask about several. Cosign's tags are three for each subject, nearly all of them missing. Where the list of tags is short (most registries give 1000 at a
/// time) it answers for all subjects at once, and for the tag in place of the API too: a repository with n subjects then costs n + 1 requests and one for each
/// manifest found, 1 and those without the API. Lists may also be endless (<c>ocp-v4.0-art-dev</c> has hundreds of thousands of tags, 100 at a time), so they are
/// read for as many pages alone as cost a third of asking for every tag, and no more than <see cref="MaxPages"/>; a list that is longer is no use, and each tag is
/// asked for: 4 n + <see cref="MaxPages"/> requests at most, and those found.
/// </summary>
internal sealed class RepositoryReferrers(RegistryClient client, TagList tags, ReferrerList referrers, string repository)
{
    private const int MaxPages = 10;
    private const int Parallelism = 32;

    /// <summary>In the order of subject and name.</summary>
    public async Task<IReadOnlyList<FoundReferrer>> FindAsync(IReadOnlyList<Digest> subjects, bool byTag, CancellationToken cancellationToken)
    {
        if (subjects.Count == 0)
        {
            return [];
        }

        var mayHaveTag = byTag ? await ListTagsAsync(subjects.Count, cancellationToken).ConfigureAwait(false) : _ => true;
        var found = new ConcurrentBag<FoundReferrer>();

        // The first alone: if the registry has no API, the others need not find that out again.
        await FindAsync(subjects[0], byTag, mayHaveTag, found, cancellationToken).ConfigureAwait(false);
        if (subjects.Count > 1)
        {
            var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(
                subjects.Skip(1),
                degree,
                async (subject, token) => await FindAsync(subject, byTag, mayHaveTag, found, token).ConfigureAwait(false)).ConfigureAwait(false);
        }

        return [.. found.OrderBy(referrer => referrer.Subject).ThenBy(referrer => referrer.Tag, StringComparer.Ordinal).ThenBy(referrer => referrer.Digest)];
    }

    private async Task FindAsync(
        Digest subject, bool byTag, Func<string, bool> mayHaveTag, ConcurrentBag<FoundReferrer> found, CancellationToken cancellationToken)
    {
        foreach (var tag in byTag ? ReferrerTag.Of(subject).Where(mayHaveTag) : [])
        {
            if (await client.FindManifestAsync(repository, tag, cancellationToken).ConfigureAwait(false) is { } manifest)
            {
                found.Add(new FoundReferrer(subject, manifest.Digest, tag, manifest));
            }
        }

        foreach (var referrer in await referrers.ReadAsync(repository, subject, mayHaveTag, cancellationToken).ConfigureAwait(false) ?? [])
        {
            found.Add(new FoundReferrer(subject, referrer.Digest, null, null));
        }
    }

    private async Task<Func<string, bool>> ListTagsAsync(int subjects, CancellationToken cancellationToken)
    {
        try
        {
            var (list, names) = await tags.ReadAsync(repository, Math.Clamp(subjects, 1, MaxPages), cancellationToken).ConfigureAwait(false);
            return list is PagedList.Complete or PagedList.Unknown ? names.Contains : _ => true;
        }
        catch (MirrorException)
        {
            // Some registries let nobody list. Asking for each tag tells the same, or fails with the reason.
            return _ => true;
        }
    }
}
