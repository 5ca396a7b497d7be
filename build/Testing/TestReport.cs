using System.Xml.Linq;

namespace Mirror.Build.Testing;

/// <summary>What the runner wrote about one test project.</summary>
/// <param name="Counts">Sums over its tests.</param>
/// <param name="SkipReasons">Each reason once, with the number of tests that gave it.</param>
internal sealed record TestReport(TestCounts Counts, IReadOnlyList<(string Reason, int Count)> SkipReasons)
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    public static TestReport Empty { get; } = new(default, []);

    /// <summary>
    /// Reads a trx file. Its own counters leave skipped tests out, so the results are counted; an outcome that is neither passed nor
    /// skipped is a failure.
    /// </summary>
    public static TestReport Parse(XDocument document)
    {
        var outcomes = document.Descendants(Trx + "UnitTestResult").ToLookup(result => (string?)result.Attribute("outcome") switch
        {
            "Passed" => "Passed",
            "NotExecuted" => "NotExecuted",
            _ => "Failed",
        });
        var counts = new TestCounts(outcomes["Passed"].Count(), outcomes["Failed"].Count(), outcomes["NotExecuted"].Count());
        var reasons = outcomes["NotExecuted"]
            .GroupBy(result => result.Descendants(Trx + "Message").FirstOrDefault()?.Value.Trim() ?? "no reason given", StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, group.Count()));
        return new TestReport(counts, [.. reasons]);
    }
}
