using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Engine.Deleting;

/// <summary>
/// Tags that no live lock names any more although what they show is needed under another name. oc-mirror would delete the manifest with all of its tags (SPEC 12.3); here it
/// stays, and the tag with it, because a registry takes a tag away only with its manifest. It goes with the manifest in a later plan whose base has the tag.
/// </summary>
internal sealed class StaleTags(IImageRemover remover, LiveContent live, int parallelism)
{
    /// <summary>Those of <paramref name="names"/> that are at the destination. One list of tags for each repository.</summary>
    public async Task<IReadOnlyList<KeptContent>> FindAsync(IEnumerable<(TargetName Target, Digest Digest)> names, CancellationToken cancellationToken)
    {
        var repositories = names.Where(name => !live.HasTag(name.Target)).GroupBy(name => name.Target.Repository, StringComparer.Ordinal).ToList();
        var stale = await Concurrently.SelectAsync(repositories, parallelism, FindAsync, cancellationToken).ConfigureAwait(false);
        return [.. stale.SelectMany(kept => kept)];
    }

    private async Task<IReadOnlyList<KeptContent>> FindAsync(IGrouping<string, (TargetName Target, Digest Digest)> repository, CancellationToken cancellationToken)
    {
        var present = (await remover.ListTagsAsync(repository.Key, cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. repository.Where(name => present.Contains(name.Target.Tag)).Select(name => new KeptContent(
                name.Target.ToString(), $"{live.WhoNeeds(repository.Key, name.Digest)}; the tag goes with its manifest, when a base that has the tag is pruned")),
        ];
    }
}
