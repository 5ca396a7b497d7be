using System.Text.RegularExpressions;
using Mirror.Charts.Rendering;

namespace Mirror.Charts.Functions;

/// <summary>Parsed patterns of one rendering; matching takes time in proportion to the text, as RE2 promises.</summary>
internal sealed class RegexCache
{
    private const int MaxPatterns = 1000;
    private const int MaxPatternLength = 10_000;

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, ParsedRegex> _patterns = new(StringComparer.Ordinal);

    public ParsedRegex Get(string pattern, RenderBudget budget)
    {
        if (_patterns.TryGetValue(pattern, out var known))
        {
            return known;
        }

        if (pattern.Length > MaxPatternLength || _patterns.Count >= MaxPatterns)
        {
            throw new FunctionException("A regular expression is too long, or there are too many of them.", ChartFailure.Limit);
        }

        budget.Steps(1000 + pattern.Length * 10);
        var translated = RegexSyntax.Translate(pattern, out var names);
        try
        {
            known = new ParsedRegex(new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, _timeout), names);
        }
        catch (RegexParseException e)
        {
            throw new FunctionException($"The regular expression '{pattern}' is not valid: {e.Message}", innerException: e);
        }

        _patterns.Add(pattern, known);
        return known;
    }
}
