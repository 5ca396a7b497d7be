using System.Text.Json;

namespace Mirror.Charts.Tests.Functions;

public sealed class SprigFactsTests
{
    // Facts about functions that Helm takes out, about Windows, and facts that are cut off from the loop over them in their source.
    private static readonly Dictionary<string, string> _notApplicable = new(StringComparer.Ordinal)
    {
        ["functions_windows_test.go"] = "paths of Windows",
        ["{{env \"FOO\"}}"] = "Helm removes 'env'",
        ["{{expandenv \"Hello $FOO\"}}"] = "Helm removes 'expandenv'",
        ["{{b64enc \"coffee\"}}"] = "the fact is about the result decoded again",
        ["{{b32enc \"coffee\"}}"] = "the fact is about the result decoded again",
        ["{{ semverCompare \"badConstraint\" \"1.2.3\" }}"] = "an error, which ends the rendering",
        ["{{ semverCompare \"1.2.0\" \"badVersion\" }}"] = "an error, which ends the rendering",
    };

    [Fact]
    public void All_facts_about_Sprig_hold()
    {
        SharedCharts.Require();
        using var facts = JsonDocument.Parse(File.ReadAllText(SharedCharts.Helm("template-function-facts", "sprig.json")));
        var wrong = new List<string>();

        foreach (var fact in facts.RootElement.GetProperty("cases").EnumerateArray())
        {
            var template = fact.GetProperty("template").GetString()!;
            var expected = fact.GetProperty("expected").GetString()!;
            if (_notApplicable.ContainsKey(fact.GetProperty("file").GetString()!) || _notApplicable.ContainsKey(template))
            {
                continue;
            }

            var actual = RenderOrError(template);
            if (actual != expected)
            {
                wrong.Add($"{template} => '{actual}', not '{expected}'");
            }
        }

        Assert.Empty(wrong);
    }

    private static string RenderOrError(string template)
    {
        try
        {
            return Snippet.Render(template);
        }
        catch (ChartException e)
        {
            return e.Message;
        }
    }
}
