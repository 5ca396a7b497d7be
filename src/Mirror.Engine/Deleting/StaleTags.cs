using Mirror.Engine.Planning;
using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Engine.Deleting;

/// <summary>
/// Tags that no live lock names any more although what they show is needed under another name. oc-mirror would delete the manifest with all of its tags (SPEC 12.3); here it
/// stays, and the tag with it, because a registry takes a tag away only with its manifest. It goes with the manifest in a later plan whose base has the tag.
/// </summary>
internal sealed class StaleTags(IImageRemover remover, LiveContent live)
{
    /// <summary>Those of <paramref name="names"/> that are at the destination. One list of tags for each repository.</summary>
    public async Task<IReadOnlyList<KeptContent>> FindAsync(IEnumerable<(TargetName Target, Digest Digest)> names, CancellationToken cancellationToken)
    {
        var stale = new List<KeptContent>();
        foreach (var repository in names.Where(name => !live.HasTag(name.Target)).GroupBy(name => name.Target.Repository))
        {
            var present = (await remover.ListTagsAsync(repository.Key, cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
            stale.AddRange(repository.Where(name => present.Contains(name.Target.Tag)).Select(name => new KeptContent(
                name.Target.ToString(), $"{live.WhoNeeds(repository.Key, name.Digest)}; the tag goes with its manifest, when a base that has the tag is pruned")));
        }

        return stale;
    }
}
