using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;

namespace Mirror.Charts.Versions;

/// <summary>
/// A version as Helm reads it: a leading v and missing parts are allowed. Not the type of the same name in Mirror.Model, on purpose: this library knows nothing of
/// mirrors, templates call methods of this one, and Helm's reading is laxer than what releases and operators are compared by.
/// </summary>
internal sealed partial class SemanticVersion : GoObject, IComparable<SemanticVersion>
{
    private const int MaxLength = 256;

    private SemanticVersion(ulong major, ulong minor, ulong patch, string prerelease, string metadata, string original)
    {
        Major = major;
        Minor = minor;
        Patch = patch;
        Prerelease = prerelease;
        Metadata = metadata;
        Original = original;
    }

    public ulong Major { get; }

    public ulong Minor { get; }

    public ulong Patch { get; }

    public string Prerelease { get; }

    public string Metadata { get; }

    /// <summary>As it was written.</summary>
    public string Original { get; }

    public override string GoType => "*semver.Version";

    public override string GoKind => "ptr";

    public override string Text
    {
        get
        {
            var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}");
            text.Append(Prerelease.Length > 0 ? "-" : "").Append(Prerelease);
            return text.Append(Metadata.Length > 0 ? "+" : "").Append(Metadata).ToString();
        }
    }

    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SemanticVersion? version)
    {
        version = null;
        var match = text.Length <= MaxLength ? Pattern().Match(text) : Match.Empty;
        if (!match.Success
            || !TryParsePart(match.Groups[1], out var major)
            || !TryParsePart(match.Groups[2], out var minor)
            || !TryParsePart(match.Groups[3], out var patch)
            || !IsPrerelease(match.Groups[4].Value))
        {
            return false;
        }

        version = new SemanticVersion(major, minor, patch, match.Groups[4].Value, match.Groups[5].Value, text);
        return true;
    }

    /// <summary>The version without pre-release and build.</summary>
    public SemanticVersion Release() => new(Major, Minor, Patch, "", "", $"{Major}.{Minor}.{Patch}");

    /// <summary>A version of these parts.</summary>
    public static SemanticVersion Of(ulong major, ulong minor, ulong patch, string prerelease = "") => new(major, minor, patch, prerelease, "", "");

    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return numbers != 0 ? numbers : ComparePrereleases(Prerelease, other.Prerelease);
    }

    public override bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "Major" => Major,
            "Minor" => Minor,
            "Patch" => Patch,
            "Prerelease" => Prerelease,
            "Metadata" => Metadata,
            "Original" => Original,
            "String" => Text,
            "IncMajor" => Increased(Major + 1, 0, 0),
            "IncMinor" => Increased(Major, Minor + 1, 0),
            "IncPatch" => Increased(Major, Minor, Prerelease.Length > 0 ? Patch : Patch + 1),
            _ => null,
        };
        return value is not null;
    }

    public override bool TryCall(string name, Execution execution, object?[] arguments, out object? result)
    {
        result = (name, arguments) switch
        {
            ("Compare", [SemanticVersion other]) => (nint)CompareTo(other),
            ("Equal", [SemanticVersion other]) => CompareTo(other) == 0,
            ("LessThan", [SemanticVersion other]) => CompareTo(other) < 0,
            ("LessThanEqual", [SemanticVersion other]) => CompareTo(other) <= 0,
            ("GreaterThan", [SemanticVersion other]) => CompareTo(other) > 0,
            ("GreaterThanEqual", [SemanticVersion other]) => CompareTo(other) >= 0,
            ("SetPrerelease", [string text]) => IsPrerelease(text) && IdentifiersPattern().IsMatch(text)
                ? With(text, Metadata)
                : throw new FunctionException($"'{text}' is not a pre-release of a version."),
            ("SetMetadata", [string text]) => IdentifiersPattern().IsMatch(text)
                ? With(Prerelease, text)
                : throw new FunctionException($"'{text}' is not the build of a version."),
            _ => null,
        };
        return result is not null;
    }

    public override object ToData() => Text;

    private SemanticVersion Increased(ulong major, ulong minor, ulong patch) =>
        new(major, minor, patch, "", "", Prefix + string.Create(CultureInfo.InvariantCulture, $"{major}.{minor}.{patch}"));

    private SemanticVersion With(string prerelease, string metadata)
    {
        var changed = new SemanticVersion(Major, Minor, Patch, prerelease, metadata, "");
        return new SemanticVersion(Major, Minor, Patch, prerelease, metadata, Prefix + changed.Text);
    }

    private string Prefix => Original.StartsWith('v') ? "v" : "";

    private static bool TryParsePart(Group group, out ulong number)
    {
        number = 0;
        return !group.Success || ulong.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    // Numbers in a pre-release have no leading zeros.
    private static bool IsPrerelease(string text) =>
        text.Split('.').All(part => part.Length < 2 || part[0] != '0' || part.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0);

    private static int ComparePrereleases(string left, string right)
    {
        if (left == right)
        {
            return 0;
        }

        if (left.Length == 0 || right.Length == 0)
        {
            return left.Length == 0 ? 1 : -1;
        }

        var (lefts, rights) = (left.Split('.'), right.Split('.'));
        for (var i = 0; i < Math.Max(lefts.Length, rights.Length); i++)
        {
            var result = i >= lefts.Length ? -1 : i >= rights.Length ? 1 : CompareParts(lefts[i], rights[i]);
            if (result != 0)
            {
                return result;
            }
        }

        return 0;
    }

    private static int CompareParts(string left, string right)
    {
        var isLeftNumber = ulong.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var leftNumber);
        var isRightNumber = ulong.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var rightNumber);
        return (isLeftNumber, isRightNumber) switch
        {
            (true, true) => leftNumber.CompareTo(rightNumber),
            (true, false) => -1,
            (false, true) => 1,
            _ => Math.Sign(string.CompareOrdinal(left, right)),
        };
    }

    [GeneratedRegex(@"^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:-([0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*))?(?:\+([0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^[0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdentifiersPattern();
}
