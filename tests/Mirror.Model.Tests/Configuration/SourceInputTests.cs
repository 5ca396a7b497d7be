using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;

namespace Mirror.Model.Tests.Configuration;

public sealed class SourceInputTests
{
    private static readonly SourceSpan _entry = SourceSpan.At("imageset.yaml", 5, 5);
    private static readonly SourceSpan _value = SourceSpan.At("imageset.yaml", 7, 19);

    [Fact]
    public void Text_is_sorted_and_leaves_true_out()
    {
        var input = new SourceInput("x", [new("shortestPath", "true"), new("minVersion", "4.20.8"), new("maxVersion", "4.20.9")]);

        Assert.Equal("maxVersion 4.20.9, minVersion 4.20.8, shortestPath", input.Text);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a, b")]
    [InlineData("with space")]
    [InlineData("")]
    [InlineData("\"quoted\"")]
    [InlineData("back\\slash")]
    [InlineData("two\nlines")]
    [InlineData("tab\tand\u2028separator")]
    [InlineData("grün 鏡")]
    [InlineData("true")]
    public void Text_is_read_back(string value)
    {
        var input = new SourceInput("x", [new("first", value), new("packages[a b]", "true"), new("z", "1")]);

        Assert.True(SourceInput.TryParse("x", input.Text, out var read));

        Assert.Equal(input.Fields, read.Fields);
        Assert.Equal(input.Hash, read.Hash);
        Assert.DoesNotContain('\n', input.Text);
    }

    [Theory]
    [InlineData(",")]
    [InlineData("a,b")]
    [InlineData("a b c")]
    [InlineData("a, ")]
    [InlineData("a, a")]
    [InlineData("a \"open")]
    [InlineData("a \"bad \\q\"")]
    [InlineData("a \"closed\"x")]
    public void Text_that_was_not_written_by_us_is_refused(string text) => Assert.False(SourceInput.TryParse("x", text, out _));

    [Fact]
    public void Hash_tells_neighbours_apart()
    {
        var inputs = new SourceInput[]
        {
            new("x", []),
            new("y", []),
            new("x", [new("a", "b")]),
            new("x", [new("ab", "")]),
            new("x", [new("a", "b"), new("c", "d")]),
            new("x", [new("a", "bcd")]),
        };

        Assert.Equal(inputs.Length, inputs.Select(input => input.Hash).Distinct().Count());
    }

    [Fact]
    public void Comparison_names_old_value_new_value_and_place()
    {
        var now = new SourceInput("x", [new("maxVersion", "4.20.9", _value), new("minVersion", "4.20.1")], _entry);

        var changes = SourceInput.Compare("maxVersion 4.20.8, minVersion 4.20.1, shortestPath", now);

        Assert.NotNull(changes);
        Assert.Equal(
            [new FieldChange("maxVersion", "4.20.8", "4.20.9", _value), new FieldChange("shortestPath", "true", null, _entry)],
            changes);
        Assert.Equal("maxVersion 4.20.8 -> 4.20.9", changes[0].ToString());
        Assert.Equal("shortestPath true -> (not set)", changes[1].ToString());
    }
}
