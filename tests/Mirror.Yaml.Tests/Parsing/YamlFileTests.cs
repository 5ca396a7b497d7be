using System.Text;
using Mirror.Yaml.Tests.Configuration;

namespace Mirror.Yaml.Tests.Parsing;

public sealed class YamlFileTests
{
    private const string Content = Reading.Head + "mirror:\n  additionalImages:\n  - name: quay.io/a/b:1\n";

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("# comment\n\n---\n")]
    [InlineData("%YAML 1.2\n---\n")]
    public void Start_of_a_file_may_have_what_YAML_allows(string start) => Assert.Empty(Reading.Problems(Encoding.UTF8.GetBytes(start + Content)));

    [Fact]
    public void Windows_line_endings_count_as_one()
    {
        var problem = Assert.Single(Reading.Problems((Content + "  wrong: 1\n").Replace("\n", "\r\n", StringComparison.Ordinal)));

        Assert.StartsWith("MIR1007(6,3) ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: b: c\n", "MIR1003(1,5)")]
    [InlineData("a: [1, 2\n", "MIR1003(2,1)")]
    [InlineData("a: \"x\n", "MIR1003(1,4)")]
    [InlineData("a: 1\n b: 2\n", "MIR1003(2,3)")]
    [InlineData("a: @x\n", "MIR1003(1,4)")]
    [InlineData("a: *nope\n", "MIR1003(1,4) The alias '*nope' has no anchor before it.")]
    [InlineData("a: &x [*x]\n", "MIR1003(1,8) The alias '*x' refers to a node that contains it.")]
    [InlineData("a:\n\tb: 1\n", "MIR1003(2,1) The indentation has a tab in it;")]
    [InlineData("a:\n  b: 1\n  \tc: 2\n", "MIR1003(3,3) The indentation has a tab in it;")]
    [InlineData("a: 1\nb: \u0007\n", "MIR1001(2,4) The control character U+0007 is not allowed in YAML.")]
    [InlineData("a: 1\0\n", "MIR1001(1,5) The control character U+0000 is not allowed in YAML.")]
    public void Text_that_is_not_YAML_is_refused_at_its_place(string text, string problem) =>
        Assert.StartsWith(problem, Assert.Single(Reading.Problems(text)), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused_at_their_place()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("a: 1\nä: "), 0xE4, 0x0A];

        Assert.Equal("MIR1001(2,4) The byte 0xe4 is not UTF-8 here; expected UTF-8 text.", Assert.Single(Reading.Problems(bytes)));
    }

    [Fact]
    public void UTF_16_is_named()
    {
        byte[] bytes = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Content)];

        Assert.Equal("MIR1001(1,1) The file is UTF-16; expected UTF-8.", Assert.Single(Reading.Problems(bytes)));
    }

    [Fact]
    public void Only_the_first_document_counts() => Assert.Equal(
        ["MIR1503(6,1) A second YAML document starts here; only the first one counts."], Reading.Problems(Content + "---\nnot: [read\n"));

    [Fact]
    public void End_of_the_document_may_be_marked() => Assert.Empty(Reading.Problems(Content + "...\n"));

    [Fact]
    public void Huge_file_is_refused()
    {
        var text = "# " + new string('x', 4 * 1024 * 1024);

        Assert.StartsWith("MIR1002(1,1) ", Assert.Single(Reading.Problems(text)), StringComparison.Ordinal);
        Assert.StartsWith("MIR1002(1,1) ", Assert.Single(Reading.Problems(Encoding.UTF8.GetBytes(text))), StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Assert.StartsWith("MIR1002(1,", Assert.Single(Reading.Problems(new string('[', 100_000))), StringComparison.Ordinal);
        Assert.StartsWith(
            "MIR1002(2,", Assert.Single(Reading.Problems($"a: &a {new string('[', 40)}{new string(']', 40)}\nb: {new string('[', 40)}*a")), StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_that_multiply_are_refused()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
        {
            text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        Assert.StartsWith("MIR1002(5,", Assert.Single(Reading.Problems(text.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_never_throw()
    {
        const string Signs = " \n\t:-[]{}&*!|>'\"%@#,?<x";
        var random = new Random(1);
        var whole = Encoding.UTF8.GetBytes(Content + "  platform: {channels: [{name: 'c', \"minVersion\": 4.20.1}]}\n  helm: &h\n    local:\n    - path: |\n        x\n  x: *h\n");
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)Signs[random.Next(Signs.Length)];
            }

            Reading.Problems(bytes[..random.Next(bytes.Length)]);
        }
    }
}
