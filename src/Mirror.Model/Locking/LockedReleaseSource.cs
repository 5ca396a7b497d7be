using Mirror.Model.Configuration;
using Mirror.Model.Planning;
using Mirror.Model.Versions;

namespace Mirror.Model.Locking;

/// <summary>The answer to an entry of <c>platform</c> that brings releases: a channel, the upgrade path across channels, or one payload.</summary>
public sealed record LockedReleaseSource : LockedSource
{
    /// <summary>The start of every key of <c>platform</c>.</summary>
    public const string KeyPrefix = "platform/";

    /// <summary>In the order of <see cref="LockedRelease.Order"/>, each version once.</summary>
    public required ValueList<LockedRelease> Releases { get; init; }

    /// <summary>The path that was asked for, step by step; empty when there is none, or none was asked for.</summary>
    public ValueList<LockedUpgrade> Upgrades { get; init; } = [];

    /// <summary>What has to be known about the selection.</summary>
    public ValueList<LockedWarning> Warnings { get; init; } = [];

    /// <summary>The instances of payloads and components that are brought; empty is all.</summary>
    public ValueList<Platform> Platforms { get; init; } = [];

    /// <summary>Payloads and components are signed since 4.21; KubeVirt boot images come from elsewhere.</summary>
    public override bool IsAlwaysSigned(PlannedImage image) =>
        Releases.FirstOrDefault(release => release.TargetTag == image.Release) is { } found
        && SemanticVersion.TryParse(found.Version, out var version)
        && (version.Major, version.Minor).CompareTo((4UL, 21UL)) >= 0
        && !image.Target.Tag.StartsWith($"{found.TargetTag}-{LockedComponent.KubeVirt}", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override IEnumerable<PlannedImage> Images() => Releases.SelectMany(release => release.Images(Key, Platforms));
}
