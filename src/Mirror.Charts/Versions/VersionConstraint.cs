using System.Text.RegularExpressions;

namespace Mirror.Charts.Versions;

/// <summary>One comparison of a range. Parts that were not written, or written as x, are open.</summary>
internal sealed partial record VersionConstraint(string Operator, SemanticVersion Version)
{
    /// <summary>Pattern of one comparison, for ranges to be built of.</summary>
    public const string Pattern =
        @"(?:=<|=>|<=|>=|!=|~>|=|<|>|~|\^)?\s*v?(?:[0-9]+|[xX*])(?:\.(?:[0-9]+|[xX*]))?(?:\.(?:[0-9]+|[xX*]))?(?:-[0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*)?(?:\+[0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*)?";

    /// <summary>Whether any part is open.</summary>
    public bool IsOpen { get; private init; }

    private bool IsMinorOpen { get; init; }

    private bool IsPatchOpen { get; init; }

    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out VersionConstraint? constraint)
    {
        constraint = null;
        var match = Parts().Match(text);
        if (!match.Success)
        {
            return false;
        }

        string Part(int group) => match.Groups[group].Value is "" or "x" or "X" or "*" ? "" : match.Groups[group].Value;
        var (major, minor, patch) = (Part(2), Part(3), Part(4));
        var isMinorOpen = major.Length > 0 && minor.Length == 0;
        var isPatchOpen = major.Length > 0 && minor.Length > 0 && patch.Length == 0;
        var release = major.Length == 0 ? "0.0.0" : isMinorOpen ? $"{major}.0.0" : isPatchOpen ? $"{major}.{minor}.0" : $"{major}.{minor}.{patch}";
        if (!SemanticVersion.TryParse(release + match.Groups[5].Value, out var version))
        {
            return false;
        }

        constraint = new VersionConstraint(match.Groups[1].Value, version)
        {
            IsOpen = major.Length == 0 || isMinorOpen || isPatchOpen,
            IsMinorOpen = isMinorOpen,
            IsPatchOpen = isPatchOpen,
        };
        return true;
    }

    /// <param name="version">The version in question.</param>
    /// <param name="withPrereleases">Whether another comparison beside this one names a pre-release.</param>
    public bool Matches(SemanticVersion version, bool withPrereleases)
    {
        if (version.Prerelease.Length > 0 && Version.Prerelease.Length == 0 && !withPrereleases)
        {
            return false;
        }

        return Operator switch
        {
            "!=" => IsOther(version),
            ">" => IsGreater(version),
            "<" => version.CompareTo(Version) < 0,
            ">=" or "=>" => version.CompareTo(Version) >= 0,
            "<=" or "=<" => IsAtMost(version),
            "~" or "~>" => IsTilde(version),
            "^" => IsCaret(version),
            _ => IsOpen ? IsTilde(version) : version.CompareTo(Version) == 0,
        };
    }

    private bool IsOther(SemanticVersion version)
    {
        if (!IsOpen || version.Major != Version.Major)
        {
            return version.CompareTo(Version) != 0;
        }

        if (IsMinorOpen || version.Minor != Version.Minor)
        {
            return !IsMinorOpen;
        }

        return IsPatchOpen ? version.Prerelease != Version.Prerelease : version.CompareTo(Version) != 0;
    }

    private bool IsGreater(SemanticVersion version)
    {
        if (!IsOpen || version.Major != Version.Major)
        {
            return version.CompareTo(Version) > 0;
        }

        // No 11.x is greater than 11, no 11.1.x greater than 11.1.
        return !IsMinorOpen && (IsPatchOpen ? version.Minor > Version.Minor : version.CompareTo(Version) > 0);
    }

    private bool IsAtMost(SemanticVersion version)
    {
        if (!IsOpen)
        {
            return version.CompareTo(Version) <= 0;
        }

        return version.Major <= Version.Major && (version.Major != Version.Major || version.Minor <= Version.Minor || IsMinorOpen);
    }

    private bool IsTilde(SemanticVersion version)
    {
        if (version.CompareTo(Version) < 0)
        {
            return false;
        }

        var isAny = (Version.Major, Version.Minor, Version.Patch) is (0, 0, 0) && !IsMinorOpen && !IsPatchOpen;
        return isAny || (version.Major == Version.Major && (version.Minor == Version.Minor || IsMinorOpen));
    }

    private bool IsCaret(SemanticVersion version)
    {
        if (version.CompareTo(Version) < 0 || version.Major != Version.Major)
        {
            return false;
        }

        if (Version.Major > 0 || IsMinorOpen)
        {
            return true;
        }

        return version.Minor == Version.Minor && (Version.Minor > 0 || IsPatchOpen || version.Patch == Version.Patch);
    }

    [GeneratedRegex(
        @"^\s*(=<|=>|<=|>=|!=|~>|=|<|>|~|\^)?\s*v?([0-9]+|[xX*])(?:\.([0-9]+|[xX*]))?(?:\.([0-9]+|[xX*]))?(-[0-9A-Za-z\-.]+)?(?:\+[0-9A-Za-z\-.]+)?\s*\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}
