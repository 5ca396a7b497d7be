using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Operators.Filtering;

/// <summary>
/// The versions between two bounds, with the rules of SPEC 5.4: a pre-release is in range only if one of the bounds is one, a partial upper bound
/// admits everything that starts with it, build metadata does not count. At least one bound is given.
/// </summary>
internal sealed record VersionRange(VersionBound? Min, VersionBound? Max)
{
    /// <summary>The range of these bounds; null without any.</summary>
    public static VersionRange? Of(VersionBound? min, VersionBound? max) => min is null && max is null ? null : new VersionRange(min, max);

    /// <summary>Whether both bounds are the same text, which asks for exactly one bundle.</summary>
    public bool IsPinned => Min is not null && Max is not null && Min.Text == Max.Text;

    /// <summary>Whether <paramref name="version"/> is inside.</summary>
    public bool Contains(SemanticVersion version) =>
        (!version.IsPrerelease || Min is { Version.IsPrerelease: true } || Max is { Version.IsPrerelease: true })
        && (Min is null || version >= Min.Version)
        && (Max is null || IsAtMost(version, Max));

    /// <inheritdoc/>
    public override string ToString() => (Min, Max) switch
    {
        (null, _) => $"<={Max}",
        (_, null) => $">={Min}",
        _ => $">={Min} <={Max}",
    };

    private static bool IsAtMost(SemanticVersion version, VersionBound max) => max.Parts switch
    {
        1 => version.Major <= max.Version.Major,
        2 => (version.Major, version.Minor).CompareTo((max.Version.Major, max.Version.Minor)) <= 0,
        _ => version <= max.Version,
    };
}
