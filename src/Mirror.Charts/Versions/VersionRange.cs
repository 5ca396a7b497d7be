using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Mirror.Charts.Versions;

/// <summary>A range as Helm's charts and <c>semverCompare</c> write it: comparisons that all hold, alternatives between <c>||</c>.</summary>
internal sealed partial class VersionRange
{
    private const int MaxLength = 2048;

    private readonly IReadOnlyList<IReadOnlyList<VersionConstraint>> _alternatives;

    private VersionRange(IReadOnlyList<IReadOnlyList<VersionConstraint>> alternatives) => _alternatives = alternatives;

    /// <summary>How many comparisons each alternative has.</summary>
    public IReadOnlyList<int> Counts => [.. _alternatives.Select(alternative => alternative.Count)];

    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        if (text.Length > MaxLength)
        {
            return false;
        }

        var alternatives = new List<IReadOnlyList<VersionConstraint>>();
        foreach (var alternative in Hyphens().Replace(text, ">=$1,<=$2 ").Split("||"))
        {
            var constraints = new List<VersionConstraint>();
            if (!Comparisons().IsMatch(alternative))
            {
                return false;
            }

            foreach (Match match in Comparison().Matches(string.IsNullOrWhiteSpace(alternative) ? ">=0.0.0" : alternative))
            {
                if (!VersionConstraint.TryParse(match.Value, out var constraint))
                {
                    return false;
                }

                constraints.Add(constraint);
            }

            alternatives.Add(constraints);
        }

        range = new VersionRange(alternatives);
        return true;
    }

    public bool Contains(SemanticVersion version) => _alternatives.Any(alternative =>
    {
        var withPrereleases = alternative.Any(constraint => constraint.Version.Prerelease.Length > 0);
        return alternative.All(constraint => constraint.Matches(version, withPrereleases));
    });

    [GeneratedRegex(@"\s*(v?[0-9xX*][0-9A-Za-z.*\-+]*)\s+-\s+(v?[0-9xX*][0-9A-Za-z.*\-+]*)\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Hyphens();

    [GeneratedRegex(@"^\s*(?:" + VersionConstraint.Pattern + @"(?:(?:\s*,\s*|\s+)" + VersionConstraint.Pattern + @")*\s*)?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Comparisons();

    [GeneratedRegex(VersionConstraint.Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();
}
