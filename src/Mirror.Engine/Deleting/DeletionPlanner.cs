using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Engine.Deleting;

/// <summary>
/// Makes the plan: what is wanted gone, with the instances of its indexes and with its signatures, less what something needs that stays. Every tag that will
/// vanish is in the plan, because deleting a manifest takes all of its tags.
/// </summary>
/// <remarks>Repositories are planned side by side, and what was read of one is let go with it: a repository never needs to know of another.</remarks>
internal sealed class DeletionPlanner(IImageRemover remover, RepositoryReader reader, LiveContent live, ReleaseLeftovers leftovers, int parallelism)
{
    public async Task<DeletionPlan> PlanAsync(IEnumerable<DeletionCandidate> candidates, CancellationToken cancellationToken)
    {
        var repositories = candidates.GroupBy(candidate => candidate.Target.Repository, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var plans = await Concurrently.SelectAsync(repositories, parallelism, (repository, token) => PlanAsync(repository.Key, [.. repository], token), cancellationToken)
            .ConfigureAwait(false);
        return new DeletionPlan(
            [.. plans.SelectMany(plan => plan.Deletions).OrderBy(deletion => deletion.Name, StringComparer.Ordinal)],
            [.. plans.SelectMany(plan => plan.Kept).OrderBy(kept => kept.Name, StringComparer.Ordinal)],
            plans.Sum(plan => plan.Absent),
            plans.Sum(plan => plan.Bytes));
    }

    private async Task<DeletionPlan> PlanAsync(string repository, IReadOnlyList<DeletionCandidate> candidates, CancellationToken cancellationToken)
    {
        var wanted = candidates.GroupBy(candidate => candidate.Image.Digest).ToDictionary(group => group.Key, group => group.ToList());
        var content = await reader.ReadAsync(repository, wanted.Keys, live.In(repository), cancellationToken).ConfigureAwait(false);
        var further = await leftovers.FindAsync(repository, content, cancellationToken).ConfigureAwait(false);
        var doomed = new DoomedContent(repository, content, live, candidates.Select(candidate => candidate.Target.Tag).Concat(further));
        foreach (var digest in wanted.Keys.Where(content.Has))
        {
            doomed.Add(digest);
        }

        doomed.Settle();
        await AddSignaturesAsync(repository, content, doomed, cancellationToken).ConfigureAwait(false);
        return new DeletionPlan(
            [.. doomed.Digests.SelectMany(gone => Names(repository, content, gone.Digest, wanted[gone.Origin], isItself: gone.Digest == gone.Origin))],
            [.. doomed.Kept.Where(kept => wanted.ContainsKey(kept.Digest)).Select(kept => new KeptContent(wanted[kept.Digest][0].Target.ToString(), kept.Reason))],
            wanted.Keys.Count(digest => !content.Has(digest)),
            doomed.Digests.Select(pair => pair.Digest).Where(wanted.ContainsKey).Sum(digest => wanted[digest][0].Image.Size));
    }

    private async Task AddSignaturesAsync(string repository, RepositoryContent content, DoomedContent doomed, CancellationToken cancellationToken)
    {
        var subjects = doomed.Digests.Select(gone => gone.Digest).ToList();
        var referrers = await Concurrently.SelectAsync(
            subjects,
            parallelism,
            (subject, token) => remover.ListReferrersAsync(repository, subject, tag => content.Find(tag) is not null, token),
            cancellationToken).ConfigureAwait(false);
        foreach (var (index, digest) in subjects.Index())
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

            foreach (var referrer in referrers[index])
            {
                doomed.AddSignature(referrer, digest, tag: null);
            }
        }
    }

    private static IEnumerable<Deletion> Names(string repository, RepositoryContent content, Digest digest, List<DeletionCandidate> origins, bool isItself)
    {
        var byTag = origins.ToLookup(origin => origin.Target.Tag, StringComparer.Ordinal);
        var tags = content.TagsOf(digest).ToList();
        foreach (var tag in tags.Count > 0 ? tags : [""])
        {
            var image = (byTag[tag].FirstOrDefault() ?? origins[0]).Image;
            var name = DeletionType.NameOf(image.Kind, image.Origin);
            var bare = name[..^(image.Origin.ToString().Length - image.Origin.Name.Length)];
            var shown = isItself ? name : tag.Length == 0 ? $"{bare}@{digest}" : $"{bare}:{tag}";
            yield return new Deletion(repository, tag.Length == 0 ? null : tag, digest, shown, DeletionType.Of(image.Kind));
        }
    }
}
