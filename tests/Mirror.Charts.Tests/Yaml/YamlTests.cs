using Mirror.Charts.Values;
using Mirror.Charts.Yaml;

namespace Mirror.Charts.Tests.Yaml;

/// <summary>YAML as go-yaml v2 and sigs.k8s.io/yaml read and write it.</summary>
public sealed class YamlTests
{
    [Theory]
    [InlineData("yes", "true")]
    [InlineData("Off", "false")]
    [InlineData("y", "true")]
    [InlineData("~", "<nil>")]
    [InlineData("", "<nil>")]
    [InlineData("010", "8")]
    [InlineData("0x1F", "31")]
    [InlineData("0b11", "3")]
    [InlineData("1_000", "1000")]
    [InlineData("1e3", "1000")]
    [InlineData("1000000", "1e+06")]
    [InlineData(".5", "0.5")]
    [InlineData("12345678901234567890123", "1.2345678901234568e+22")]
    [InlineData("2001-01-01", "2001-01-01")]
    [InlineData("1:20", "1:20")]
    [InlineData("\"yes\"", "yes")]
    [InlineData("!!str 5", "5")]
    [InlineData("[a, 1, true]", "[a 1 true]")]
    [InlineData("{on: 1, 2: b, 1.5: c}", "map[1.5:c 2:b true:1]")]
    [InlineData("{a: &x {b: 1}, c: {<<: *x, d: 2}}", "map[a:map[b:1] c:map[b:1 d:2]]")]
    public void Values_are_read_as_Kubernetes_does(string yaml, string expected)
    {
        Assert.Equal(expected, Snippet.Render("{{ printf \"%v\" .v }}", Snippet.Data($"v: {yaml}")));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("n", "\"n\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("1.5", "\"1.5\"")]
    [InlineData("0x1F", "\"0x1F\"")]
    [InlineData("2001-01-01", "\"2001-01-01\"")]
    [InlineData("1:20", "\"1:20\"")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("# x", "'# x'")]
    [InlineData("- x", "'- x'")]
    [InlineData("-x", "-x")]
    [InlineData("it's", "it's")]
    [InlineData("'it's'", "'''it''s'''")]
    [InlineData(" lead", "' lead'")]
    [InlineData("trail ", "'trail '")]
    [InlineData("tab\there", "\"tab\\there\"")]
    [InlineData("*", "'*'")]
    [InlineData("a#b", "a#b")]
    [InlineData("{{ x }}", "'{{ x }}'")]
    [InlineData("é", "é")]
    [InlineData("😀", "\"\\U0001F600\"")]
    [InlineData("two\nlines", "|-\n  two\n  lines")]
    [InlineData("two\nlines\n", "|\n  two\n  lines")]
    [InlineData("lines\n\n", "|+\n  lines\n")]
    [InlineData("\n x", "|2-\n\n   x")]
    [InlineData("trail \nx", "\"trail \\nx\"")]
    [InlineData("<<", "\"<<\"")]
    [InlineData("=", "=")]
    public void Strings_are_quoted_as_go_yaml_does(string text, string expected)
    {
        var yaml = Snippet.Render("{{ toYaml .v }}", new GoMap { ["v"] = text });

        Assert.Equal(expected, yaml);
    }

    [Fact]
    public void Long_lines_are_folded_at_a_space()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 30));

        var yaml = Snippet.Render("{{ toYaml . }}", new GoMap { ["key"] = text });

        Assert.Equal(
            "key: " + string.Join(' ', Enumerable.Repeat("word", 16)) + "\n  " + string.Join(' ', Enumerable.Repeat("word", 14)),
            yaml);
    }

    [Fact]
    public void Structure_is_written_as_go_yaml_does()
    {
        const string json = """{"list":[1,{"a":1,"b":[]},["x","y"],{}],"a10":1,"a2":2,"A":3,"nested":{"deep":{"list":["x"]}},"on":1}""";

        var yaml = Snippet.Render("{{ toYaml . }}", Snippet.Data(json));

        Assert.Equal(
            "A: 3\na2: 2\na10: 1\nlist:\n- 1\n- a: 1\n  b: []\n- - x\n  - \"y\"\n- {}\nnested:\n  deep:\n    list:\n    - x\n\"on\": 1",
            yaml);
    }

    [Fact]
    public void Pretty_lists_are_indented()
    {
        Assert.Equal("a:\n  - x\n  - b: 1", Snippet.Render("{{ toYamlPretty . }}", Snippet.Data("a: [x, {b: 1}]")));
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        const string yaml = "a: [1, 2.5, 1e21, true, null, 'x: y', \"a\\tb\", \"\\n\"]\nb: {c: ['', ' ', '~', '-', '?', '? x', '|', \"é\\u2028\"]}";
        var value = YamlReader.Read(yaml);

        var again = YamlReader.Read(Snippet.Render("{{ toYaml . }}", value));

        Assert.Equal(Snippet.Render("{{ toJson . }}", value), Snippet.Render("{{ toJson . }}", again));
    }

    [Fact]
    public void Error_of_fromYaml_is_a_value()
    {
        Assert.Equal("true", Snippet.Render("{{ hasKey (fromYaml \"a: [\") \"Error\" }}"));
        Assert.Equal("1", Snippet.Render("{{ (fromYaml \"a: 1\").a }}"));
        Assert.Equal("[1 b]", Snippet.Render("{{ fromYamlArray \"[1, b]\" }}"));
    }

    [Theory]
    [InlineData("a: [")]
    [InlineData("a: *unknown")]
    [InlineData("a: &x [*x]")]
    [InlineData("? [a]\n: b")]
    public void Text_that_is_not_yaml_is_refused(string yaml)
    {
        Assert.Throws<YamlException>(() => YamlReader.Read(yaml));
    }
}
