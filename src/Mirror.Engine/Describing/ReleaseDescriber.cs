using Mirror.Model.Locking;
using Mirror.Model.Versions;

namespace Mirror.Engine.Describing;

/// <summary>Releases: the versions of a minor release and an architecture are a line, because an update to the next minor release is a decision of its own.</summary>
internal sealed class ReleaseDescriber : ISourceDescriber
{
    private const string UpgradePath = "upgrade-path";
    private const string Release = "release/";

    public bool Describes(LockedSource source) => source is LockedReleaseSource;

    public IEnumerable<LockedItem> Items(LockedSource source)
    {
        var releases = (LockedReleaseSource)source;
        var (channel, architecture) = Split(source.Key[LockedReleaseSource.KeyPrefix.Length..]);
        if (channel.Length > 0 && channel != UpgradePath)
        {
            yield return new LockedItem(ItemKind.ReleaseChannel, channel, architecture) { SourceKey = source.Key };
        }

        foreach (var release in releases.Releases)
        {
            yield return new LockedItem(ItemKind.Release, Line(release, architecture), release.Version)
            {
                Image = release.Payload,
                Link = string.IsNullOrEmpty(release.Errata) ? null : release.Errata,
                Risks = [.. RisksOf(releases, release)],
                SourceKey = source.Key,
            };
        }
    }

    private static IEnumerable<ItemRisk> RisksOf(LockedReleaseSource source, LockedRelease release) => source.Upgrades
        .Where(step => step.To == release.Version)
        .SelectMany(step => step.Risks.Select(risk => new ItemRisk(
            risk.Name,
            $"the update from {step.From} is not recommended to every cluster",
            risk.Url.Length == 0 ? null : risk.Url)));

    private static string Line(LockedRelease release, string architecture)
    {
        var minor = SemanticVersion.TryParse(release.Version, out var version) ? FormattableString.Invariant($"{version.Major}.{version.Minor}") : release.Version;
        var shown = architecture.Length > 0 ? architecture
            : release.Tag is { } tag && tag.StartsWith($"{release.Version}-", StringComparison.Ordinal) ? tag[(release.Version.Length + 1)..]
            : "";
        return shown.Length == 0 ? minor : $"{minor} ({shown})";
    }

    // 'CHANNEL/ARCHITECTURE', 'upgrade-path/ARCHITECTURE' or 'release/IMAGE', whose name tells no architecture.
    private static (string Channel, string Architecture) Split(string key)
    {
        var slash = key.LastIndexOf('/');
        return key.StartsWith(Release, StringComparison.Ordinal) || slash < 0 ? ("", "") : (key[..slash], key[(slash + 1)..]);
    }
}
