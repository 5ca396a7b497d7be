using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Operators.Dependencies;

/// <summary>
/// A <c>versionRange</c> of an operator dependency: comparisons side by side must all hold, <c>||</c> parts alternatives, <c>x</c> stands for
/// any number. Pre-releases are compared like any version.
/// </summary>
internal sealed class VersionConstraint
{
    private static readonly string[] Operators = [">=", "<=", "!=", "==", ">", "<", "=", "!"];

    private readonly List<List<Func<SemanticVersion, bool>>> _alternatives;

    private VersionConstraint(List<List<Func<SemanticVersion, bool>>> alternatives) => _alternatives = alternatives;

    /// <summary>Null if <paramref name="text"/> is not a range.</summary>
    public static VersionConstraint? TryParse(string text)
    {
        var alternatives = new List<List<Func<SemanticVersion, bool>>>();
        foreach (var alternative in text.Split("||"))
        {
            var comparisons = new List<Func<SemanticVersion, bool>>();
            var pending = "";
            foreach (var word in alternative.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (Operators.Contains(word))
                {
                    pending += word;
                }
                else if (Comparison(pending + word) is { } comparison)
                {
                    comparisons.Add(comparison);
                    pending = "";
                }
                else
                {
                    return null;
                }
            }

            if (comparisons.Count == 0 || pending.Length > 0)
            {
                return null;
            }

            alternatives.Add(comparisons);
        }

        return new VersionConstraint(alternatives);
    }

    /// <summary>Whether <paramref name="version"/> is allowed.</summary>
    public bool Allows(SemanticVersion version) => _alternatives.Exists(comparisons => comparisons.TrueForAll(comparison => comparison(version)));

    private static Func<SemanticVersion, bool>? Comparison(string word)
    {
        var sign = Operators.FirstOrDefault(candidate => word.StartsWith(candidate, StringComparison.Ordinal)) ?? "";
        var text = word[sign.Length..];
        var parts = text.Split('.');
        var wildcard = Array.FindIndex(parts, part => part is "x" or "X" or "*");
        if (wildcard == 0)
        {
            return sign is "" or "=" or "==" or ">=" or "<=" ? _ => true : null;
        }

        if (!SemanticVersion.TryParseLoose(wildcard < 0 ? text : string.Join('.', parts[..wildcard]), out var low, out var count))
        {
            return null;
        }

        // From 'low' up to 'high', which is outside: one version, or all that a wildcard stands for.
        var high = wildcard < 0 ? low : SemanticVersion.Parse(count == 1 ? $"{low.Major + 1}.0.0" : $"{low.Major}.{low.Minor + 1}.0");
        return sign switch
        {
            "" or "=" or "==" => version => IsIn(version),
            "!=" or "!" => version => !IsIn(version),
            ">" => version => wildcard < 0 ? version > low : version >= high,
            ">=" => version => version >= low,
            "<" => version => version < low,
            _ => version => wildcard < 0 ? version <= low : version < high,
        };

        bool IsIn(SemanticVersion version) => wildcard < 0 ? version.CompareTo(low) == 0 : version >= low && version < high;
    }
}
