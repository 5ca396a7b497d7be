using System.Xml.Linq;
using Mirror.Build.Testing;

namespace Mirror.Build.Tests.Testing;

public sealed class TestReportTests
{
    [Fact]
    public void Results_are_counted_and_reasons_collected()
    {
        var report = TestReport.Parse(Trx(
            ("Passed", null), ("Passed", null), ("Failed", "boom"), ("NotExecuted", "no skopeo"), ("NotExecuted", "no skopeo"), ("NotExecuted", "no data")));

        Assert.Equal(new TestCounts(2, 1, 3), report.Counts);
        Assert.Equal([("no data", 1), ("no skopeo", 2)], report.SkipReasons);
    }

    [Theory]
    [InlineData("Error")]
    [InlineData("Timeout")]
    [InlineData("Aborted")]
    public void Any_other_outcome_is_a_failure(string outcome)
    {
        Assert.Equal(new TestCounts(0, 1, 0), TestReport.Parse(Trx((outcome, null))).Counts);
    }

    [Fact]
    public void Counts_print_as_machines_expect()
    {
        var sum = new TestCounts(1200, 0, 3) + new TestCounts(34, 1, 0);

        Assert.Equal("1234 passed, 1 failed, 3 skipped", sum.ToString());
    }

    private static XDocument Trx(params (string Outcome, string? Message)[] results)
    {
        XNamespace ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        return new XDocument(new XElement(ns + "TestRun", new XElement(ns + "Results", results.Select(result => new XElement(
            ns + "UnitTestResult",
            new XAttribute("outcome", result.Outcome),
            new XElement(ns + "Output", new XElement(ns + "ErrorInfo", new XElement(ns + "Message", result.Message))))))));
    }
}
