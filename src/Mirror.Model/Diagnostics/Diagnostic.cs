using System.Text.RegularExpressions;

namespace Mirror.Model.Diagnostics;

/// <summary>One problem, for people: a sentence, a code and, where there is a file, a place.</summary>
public sealed partial record Diagnostic(ErrorCode Code, string Message, SourceSpan? Span = null)
{
    /// <summary>
    /// Whether the message tells the way out in the words of <see cref="ErrorCode.Remedy"/>, with the particulars: half of its pairs of words are there. Who prints the message
    /// need not print the remedy then.
    /// </summary>
    public bool SaysRemedy
    {
        get
        {
            var remedy = Pairs(Code.Remedy);
            return 2 * remedy.Intersect(Pairs(Message)).Count() >= remedy.Count;
        }
    }

    /// <summary>The line that MSBuild, editors and CI systems recognise.</summary>
    public override string ToString()
    {
        var severity = Code.Severity == Severity.Error ? "error" : "warning";
        return Span is null ? $"{severity} {Code.Id}: {Message}" : $"{Span}: {severity} {Code.Id}: {Message}";
    }

    private static HashSet<(string First, string Second)> Pairs(string text)
    {
        var words = Words().Matches(text).Select(word => word.Value.ToLowerInvariant()).ToList();
        return [.. words.Zip(words.Skip(1))];
    }

    [GeneratedRegex("[A-Za-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
