using System.Diagnostics.CodeAnalysis;

namespace Mirror.Model.Versions;

/// <summary>
/// One end of a range of operator versions, as written: <c>v1.2</c> and <c>1.2.0</c> are different bounds, because a partial upper bound admits
/// everything that starts with it (SPEC 5.4). <see cref="Version"/> has zeros for missing parts; <see cref="Parts"/> is 1 to 3.
/// </summary>
public sealed record VersionBound(string Text, SemanticVersion Version, int Parts)
{
    /// <summary>Accepts what <see cref="SemanticVersion.TryParseLoose"/> accepts.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out VersionBound? bound)
    {
        bound = SemanticVersion.TryParseLoose(text, out var version, out var parts) ? new VersionBound(text!, version, parts) : null;
        return bound is not null;
    }

    /// <summary>For text that is known to be a bound.</summary>
    /// <exception cref="FormatException">The text is not a version.</exception>
    public static VersionBound Parse(string text) =>
        TryParse(text, out var bound) ? bound : throw new FormatException($"'{text}' is not a version.");

    /// <summary>Whether no version can be at or above this lower bound and at or below <paramref name="upper"/>.</summary>
    public bool IsAbove(VersionBound upper) => upper.Parts switch
    {
        1 => Version.Major > upper.Version.Major,
        2 => (Version.Major, Version.Minor).CompareTo((upper.Version.Major, upper.Version.Minor)) > 0,
        _ => Version > upper.Version,
    };

    /// <inheritdoc/>
    public override string ToString() => Text;
}
