using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mirror.Model.Versions;

/// <summary>
/// A version as semver.org 2.0.0 defines it. Comparison is precedence, which ignores build metadata; equality does not. A type of our own because
/// the pre-release parts of operators are case-sensitive and hold date stamps beyond 32 bits, which NuGet.Versioning compares otherwise. Mirror.Charts
/// has a version of its own, on purpose: Helm's is a value of its template language with laxer syntax, and that library stands alone.
/// </summary>
public sealed record SemanticVersion : IComparable<SemanticVersion>
{
    private const int MaxLength = 256;

    private readonly string[] _prereleaseParts;

    private SemanticVersion(ulong major, ulong minor, ulong patch, string prerelease, string metadata)
    {
        Major = major;
        Minor = minor;
        Patch = patch;
        Prerelease = prerelease;
        Metadata = metadata;
        _prereleaseParts = prerelease.Length == 0 ? [] : prerelease.Split('.');
    }

    /// <summary>For a stable order in outputs: by precedence, then build metadata ordinally.</summary>
    public static IComparer<SemanticVersion> TotalOrder { get; } = Comparer<SemanticVersion>.Create((left, right) =>
    {
        var precedence = left.CompareTo(right);
        return precedence != 0 ? precedence : string.CompareOrdinal(left.Metadata, right.Metadata);
    });

    /// <summary>The first number.</summary>
    public ulong Major { get; }

    /// <summary>The second number.</summary>
    public ulong Minor { get; }

    /// <summary>The third number.</summary>
    public ulong Patch { get; }

    /// <summary>What follows the hyphen, without it; empty for a release.</summary>
    public string Prerelease { get; }

    /// <summary>What follows the plus sign, without it.</summary>
    public string Metadata { get; }

    /// <summary>Whether there is a pre-release part.</summary>
    public bool IsPrerelease => Prerelease.Length > 0;

    /// <summary>Accepts <c>X.Y.Z[-pre][+build]</c> and nothing else: no leading <c>v</c>, no leading zeros, no missing parts.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SemanticVersion? version)
    {
        version = null;
        return TrySplit(text, out var core, out var prerelease, out var metadata)
            && core.Split('.') is [var major, var minor, var patch]
            && TryParseNumber(major, leadingZeros: false, out var x)
            && TryParseNumber(minor, leadingZeros: false, out var y)
            && TryParseNumber(patch, leadingZeros: false, out var z)
            && (version = new SemanticVersion(x, y, z, prerelease, metadata)) is not null;
    }

    /// <summary>For text that is known to be a version.</summary>
    /// <exception cref="FormatException">The text is not a version.</exception>
    public static SemanticVersion Parse(string text) =>
        TryParse(text, out var version) ? version : throw new FormatException($"'{text}' is not a semantic version (X.Y.Z).");

    /// <summary>
    /// Accepts what users write for bounds: a leading <c>v</c>, missing minor and patch, leading zeros. <paramref name="parts"/> tells how many of
    /// the three numbers were given.
    /// </summary>
    public static bool TryParseLoose(string? text, [NotNullWhen(true)] out SemanticVersion? version, out int parts)
    {
        version = null;
        parts = 0;
        var bare = text is ['v', ..] ? text[1..] : text;
        if (!TrySplit(bare, out var core, out var prerelease, out var metadata))
        {
            return false;
        }

        var texts = core.Split('.');
        Span<ulong> numbers = stackalloc ulong[3];
        if (texts.Length > numbers.Length)
        {
            return false;
        }

        for (var i = 0; i < texts.Length; i++)
        {
            if (!TryParseNumber(texts[i], leadingZeros: true, out numbers[i]))
            {
                return false;
            }
        }

        parts = texts.Length;
        version = new SemanticVersion(numbers[0], numbers[1], numbers[2], prerelease, metadata);
        return true;
    }

    /// <summary>Precedence of semver 2.0.0, section 11: build metadata does not count.</summary>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var core = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (core != 0)
        {
            return core;
        }

        return (IsPrerelease, other.IsPrerelease) switch
        {
            (false, false) => 0,
            (true, false) => -1,
            (false, true) => 1,
            _ => ComparePrerelease(_prereleaseParts, other._prereleaseParts),
        };
    }

    /// <summary>Every part, build metadata included.</summary>
    public bool Equals(SemanticVersion? other) =>
        other is not null && Major == other.Major && Minor == other.Minor && Patch == other.Patch
        && Prerelease == other.Prerelease && Metadata == other.Metadata;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Major, Minor, Patch, Prerelease, Metadata);

    /// <summary>The canonical form.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Major}.{Minor}.{Patch}{(IsPrerelease ? "-" : "")}{Prerelease}{(Metadata.Length > 0 ? "+" : "")}{Metadata}");

    /// <summary>By precedence.</summary>
    public static bool operator <(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) < 0;

    /// <summary>By precedence.</summary>
    public static bool operator >(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) > 0;

    /// <summary>By precedence.</summary>
    public static bool operator <=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) <= 0;

    /// <summary>By precedence.</summary>
    public static bool operator >=(SemanticVersion left, SemanticVersion right) => left.CompareTo(right) >= 0;

    private static bool TrySplit(string? text, out string core, out string prerelease, out string metadata)
    {
        core = prerelease = metadata = "";
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength)
        {
            return false;
        }

        var plus = text.IndexOf('+', StringComparison.Ordinal);
        metadata = plus < 0 ? "" : text[(plus + 1)..];
        core = plus < 0 ? text : text[..plus];
        var hyphen = core.IndexOf('-', StringComparison.Ordinal);
        prerelease = hyphen < 0 ? "" : core[(hyphen + 1)..];
        core = hyphen < 0 ? core : core[..hyphen];
        return (plus < 0 || AreIdentifiers(metadata, leadingZeros: true)) && (hyphen < 0 || AreIdentifiers(prerelease, leadingZeros: false));
    }

    private static bool AreIdentifiers(string text, bool leadingZeros) =>
        text.Split('.').All(part =>
            part.Length > 0
            && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            && (leadingZeros || part.Length == 1 || part[0] != '0' || !part.All(char.IsAsciiDigit)));

    private static bool TryParseNumber(string text, bool leadingZeros, out ulong number)
    {
        number = 0;
        return (leadingZeros || text.Length == 1 || !text.StartsWith('0'))
            && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static int ComparePrerelease(string[] left, string[] right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var compared = CompareIdentifier(left[i], right[i]);
            if (compared != 0)
            {
                return compared;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int CompareIdentifier(string left, string right) => (left.All(char.IsAsciiDigit), right.All(char.IsAsciiDigit)) switch
    {
        // Without leading zeros the longer number is the larger one, however many digits it has.
        (true, true) => left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right),
        (true, false) => -1,
        (false, true) => 1,
        _ => string.CompareOrdinal(left, right),
    };
}
