using System.Text.RegularExpressions;
using Mirror.Engine.Planning;
using Mirror.Model.Locking;
using Mirror.Model.Planning;
using Mirror.Oci.Content;

namespace Mirror.Engine.Deleting;

/// <summary>
/// Tags that deleted releases left behind. Releases share most of their components, and a registry takes a tag away only with its manifest; so the tags of a release that is
/// gone stay on what the next one still needs, and must not keep that when the next one goes in its turn.
/// </summary>
internal sealed partial class ReleaseLeftovers(IImageRemover remover, DestinationNames names, LiveContent live)
{
    /// <summary>The tags of <paramref name="content"/> whose release neither is at the destination nor in a live lock.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string repository, RepositoryContent content, CancellationToken cancellationToken)
    {
        if (repository != names.Of(new TargetName(LockedRelease.ComponentRepository, "")).Repository)
        {
            return [];
        }

        var payloads = names.Of(new TargetName(LockedRelease.PayloadRepository, "")).Repository;
        var releases = (await remover.ListTagsAsync(payloads, cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);
        return [.. content.Tags.Where(tag => ReleaseOf(tag) is { } release && !releases.Contains(release) && !live.HasTag(new TargetName(payloads, release)))];
    }

    private static string? ReleaseOf(string tag) => ComponentTag().Match(tag) is { Success: true } match ? match.Groups["release"].Value : null;

    [GeneratedRegex(
        @"\A(?<release>[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?-(x86_64|aarch64|ppc64le|s390x|multi))-.+\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ComponentTag();
}
