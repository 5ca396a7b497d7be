using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Engine.Deleting;

/// <summary>
/// Makes the plan: what is wanted gone, with the instances of its indexes and with its signatures, less what something needs that stays. Every tag that will
/// vanish is in the plan, because deleting a manifest takes all of its tags.
/// </summary>
internal sealed class DeletionPlanner(IImageRemover remover, RepositoryReader reader, LiveContent live, ReleaseLeftovers leftovers)
{
    private readonly List<Deletion> _deletions = [];
    private readonly List<KeptContent> _kept = [];
    private int _absent;
    private long _bytes;

    public async Task<DeletionPlan> PlanAsync(IEnumerable<DeletionCandidate> candidates, CancellationToken cancellationToken)
    {
        foreach (var repository in candidates.GroupBy(candidate => candidate.Target.Repository).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            await PlanAsync(repository.Key, [.. repository], cancellationToken).ConfigureAwait(false);
        }

        return new DeletionPlan(
            [.. _deletions.OrderBy(deletion => deletion.Name, StringComparer.Ordinal)],
            [.. _kept.OrderBy(kept => kept.Name, StringComparer.Ordinal)],
            _absent,
            _bytes);
    }

    private async Task PlanAsync(string repository, IReadOnlyList<DeletionCandidate> candidates, CancellationToken cancellationToken)
    {
        var wanted = candidates.GroupBy(candidate => candidate.Image.Digest).ToDictionary(group => group.Key, group => group.ToList());
        var content = await reader.ReadAsync(repository, wanted.Keys, live.In(repository), cancellationToken).ConfigureAwait(false);
        _absent += wanted.Keys.Count(digest => !content.Has(digest));

        var further = await leftovers.FindAsync(repository, content, cancellationToken).ConfigureAwait(false);
        var doomed = new DoomedContent(repository, content, live, candidates.Select(candidate => candidate.Target.Tag).Concat(further));
        foreach (var digest in wanted.Keys.Where(content.Has))
        {
            doomed.Add(digest);
        }

        doomed.Settle();
        await AddSignaturesAsync(repository, content, doomed, cancellationToken).ConfigureAwait(false);
        foreach (var (digest, reason) in doomed.Kept.Where(kept => wanted.ContainsKey(kept.Digest)))
        {
            _kept.Add(new KeptContent(wanted[digest][0].Target.ToString(), reason));
        }

        foreach (var (digest, origin) in doomed.Digests)
        {
            Add(repository, content, digest, wanted[origin], isItself: digest == origin);
        }

        _bytes += doomed.Digests.Select(pair => pair.Digest).Where(wanted.ContainsKey).Sum(digest => wanted[digest][0].Image.Size);
    }

    private async Task AddSignaturesAsync(string repository, RepositoryContent content, DoomedContent doomed, CancellationToken cancellationToken)
    {
        foreach (var (digest, _) in doomed.Digests.ToList())
        {
            var listing = TargetName.DigestTag(digest);
            foreach (var tag in ReferrerTag.Of(digest).Append(listing))
            {
                // Mirror's own tag for an image without one has the form of the tag that lists referrers.
                if (content.Find(tag) is { } signature && signature != digest)
                {
                    doomed.AddSignature(signature, digest, tag);
                }
            }

            foreach (var referrer in await remover.ListReferrersAsync(repository, digest, cancellationToken).ConfigureAwait(false))
            {
                doomed.AddSignature(referrer, digest, tag: null);
            }
        }
    }

    private void Add(string repository, RepositoryContent content, Digest digest, IReadOnlyList<DeletionCandidate> origins, bool isItself)
    {
        var tags = content.TagsOf(digest).ToList();
        foreach (var tag in tags.Count > 0 ? tags : [""])
        {
            var image = (origins.FirstOrDefault(origin => origin.Target.Tag == tag) ?? origins[0]).Image;
            var name = DeletionType.NameOf(image.Kind, image.Origin);
            var bare = name[..^(image.Origin.ToString().Length - image.Origin.Name.Length)];
            var shown = isItself ? name : tag.Length == 0 ? $"{bare}@{digest}" : $"{bare}:{tag}";
            _deletions.Add(new Deletion(repository, tag.Length == 0 ? null : tag, digest, shown, DeletionType.Of(image.Kind)));
        }
    }
}
