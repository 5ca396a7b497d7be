using System.Text.Json;
using Mirror.Charts.Versions;

namespace Mirror.Charts.Tests.Functions;

/// <summary>
/// The facts about versions and ranges that templates and dependencies can reach. Not reachable: strict parsing
/// (TestStrictNewVersion), ranges that always include pre-releases, and the texts of ranges and of their errors.
/// </summary>
public sealed class SemverFactsTests
{
    [Theory]
    [InlineData("TestConstraintCheck", 80)]
    [InlineData("TestConstraintsCheck", 100)]
    [InlineData("TestConstraintsValidate", 60)]
    public void Ranges_contain_the_versions_that_the_facts_say(string name, int minimum)
    {
        var wrong = new List<string>();
        var facts = Facts(name);

        foreach (var fact in facts)
        {
            var (range, version) = (fact.GetProperty("constraint").GetString()!, fact.GetProperty("version").GetString()!);
            var isParsed = VersionRange.TryParse(range, out var parsed) & SemanticVersion.TryParse(version, out var wanted);
            if (!isParsed || parsed!.Contains(wanted!) != fact.GetProperty("check").GetBoolean())
            {
                wrong.Add($"'{range}' and '{version}'");
            }
        }

        Assert.Empty(wrong);
        Assert.True(facts.Count >= minimum);
    }

    [Fact]
    public void Ranges_are_read_or_refused_as_the_facts_say()
    {
        var facts = Facts("TestNewConstraint");

        var read = facts.Select(fact => VersionRange.TryParse(fact.GetProperty("input").GetString()!, out var range)
            ? (false, range.Counts.Count, range.Counts[0])
            : (true, 0, 0));

        Assert.Equal(
            facts.Select(fact => (
                fact.GetProperty("err").GetBoolean(),
                fact.GetProperty("err").GetBoolean() ? 0 : fact.GetProperty("ors").GetInt32(),
                fact.GetProperty("err").GetBoolean() ? 0 : fact.GetProperty("count").GetInt32())),
            read);
    }

    [Fact]
    public void Versions_compare_as_the_facts_say()
    {
        foreach (var fact in Facts("TestCompare"))
        {
            var (left, right) = (Version(fact, "v1"), Version(fact, "v2"));

            Assert.Equal((fact.ToString(), fact.GetProperty("expected").GetInt32()), (fact.ToString(), left.CompareTo(right)));
        }
    }

    [Fact]
    public void Versions_are_completed_as_the_facts_say()
    {
        foreach (var fact in Facts("TestCoerceString"))
        {
            Assert.Equal(fact.GetProperty("expected").GetString(), Version(fact, "version").Text);
        }
    }

    [Theory]
    [InlineData("TestLessThan", "LessThan")]
    [InlineData("TestLessThanEqual", "LessThanEqual")]
    [InlineData("TestGreaterThan", "GreaterThan")]
    [InlineData("TestGreaterThanEqual", "GreaterThanEqual")]
    public void Methods_of_versions_answer_as_the_facts_say(string name, string method)
    {
        foreach (var fact in Facts(name))
        {
            var template = $"{{{{ (semver {fact.GetProperty("v1").GetRawText()}).{method} (semver {fact.GetProperty("v2").GetRawText()}) }}}}";

            Assert.Equal(fact.GetProperty("expected").GetBoolean() ? "true" : "false", Snippet.Render(template));
        }
    }

    [Fact]
    public void Next_versions_are_those_of_the_facts()
    {
        foreach (var fact in Facts("TestInc"))
        {
            var how = fact.GetProperty("how").GetString()!;
            var template = $"{{{{ $v := (semver {fact.GetProperty("v1").GetRawText()}).Inc{char.ToUpperInvariant(how[0])}{how[1..]} }}}}{{{{ $v }}}} {{{{ $v.Original }}}}";

            Assert.Equal($"{fact.GetProperty("expected").GetString()} {fact.GetProperty("expectedOriginal").GetString()}", Snippet.Render(template));
        }
    }

    private static SemanticVersion Version(JsonElement fact, string name) =>
        SemanticVersion.TryParse(fact.GetProperty(name).GetString()!, out var version) ? version : throw new InvalidDataException(fact.ToString());

    private static List<JsonElement> Facts(string name)
    {
        SharedCharts.Require();
        using var facts = JsonDocument.Parse(File.ReadAllText(SharedCharts.Helm("template-function-facts", "masterminds-semver.json")));
        return [.. facts.RootElement.GetProperty("functions").GetProperty(name).EnumerateArray().Select(fact => fact.Clone())];
    }
}
