namespace Mirror.Charts.Versions;

/// <summary>Which version of a chart is meant, by Helm's rules.</summary>
public static class ChartVersions
{
    /// <summary>Whether <paramref name="text"/> is a version as Helm reads it.</summary>
    public static bool IsVersion(string text) => SemanticVersion.TryParse(text, out _);

    /// <summary>
    /// The newest of the versions that a range contains, as it is written there; null when there is none. What is not a version is
    /// passed over. Pre-releases are only in a range that names one.
    /// </summary>
    /// <param name="versions">As an index lists them.</param>
    /// <param name="range">A version, or a range as <c>^1.2</c>; empty for the newest release.</param>
    /// <exception cref="ChartException">It is not a range.</exception>
    public static string? Newest(IEnumerable<string> versions, string range)
    {
        var parsed = Parse(range);
        return versions
            .Select(text => SemanticVersion.TryParse(text, out var version) ? version : null)
            .OfType<SemanticVersion>()
            .Where(version => parsed.Contains(version) || version.Original == range)
            .Max()?.Original;
    }

    /// <summary>Whether a range, or the one version that it is, contains <paramref name="version"/>.</summary>
    /// <exception cref="ChartException">It is not a range.</exception>
    public static bool Contains(string range, string version) => Newest([version], range) is not null;

    private static VersionRange Parse(string range) => VersionRange.TryParse(range, out var parsed)
        ? parsed
        : throw new ChartException(ChartFailure.Loading, $"'{range}' is not a version or a range of versions; expected one as '1.2.3' or '^1.2'.");
}
