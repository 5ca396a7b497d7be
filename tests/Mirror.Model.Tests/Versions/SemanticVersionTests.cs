using Mirror.Model.Versions;

namespace Mirror.Model.Tests.Versions;

public sealed class SemanticVersionTests
{
    [Theory]
    [InlineData("4.20.8")]
    [InlineData("0.0.0")]
    [InlineData("1.51.0-1")]
    [InlineData("0.19.1-0.1682321189.p")]
    [InlineData("4.20.0-202510212154")]
    [InlineData("1.0.0-rc.1+build.007")]
    [InlineData("1.0.0+20260101")]
    public void Strict_version_is_printed_as_it_was_read(string text)
    {
        var version = SemanticVersion.Parse(text);

        Assert.Equal(text, version.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("4.20")]
    [InlineData("v4.20.8")]
    [InlineData("4.20.8.1")]
    [InlineData("4.020.8")]
    [InlineData("4.20.8-")]
    [InlineData("4.20.8-01")]
    [InlineData("4.20.8-a..b")]
    [InlineData("4.20.8+")]
    [InlineData("4.20.8-ä")]
    [InlineData("4.20.-1")]
    [InlineData(" 4.20.8")]
    [InlineData("4.20.99999999999999999999")]
    public void Strict_parsing_refuses(string text) => Assert.False(SemanticVersion.TryParse(text, out _));

    [Fact]
    public void Order_is_that_of_the_specification()
    {
        string[] ascending =
        [
            "1.0.0-2", "1.0.0-10", "1.0.0-20250101000000", "1.0.0-202501010000000000000000", "1.0.0-RC", "1.0.0-alpha", "1.0.0-alpha.1",
            "1.0.0-alpha.beta", "1.0.0-rc", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0",
        ];

        var sorted = ascending.Reverse().Select(SemanticVersion.Parse).Order().Select(version => version.ToString());

        Assert.Equal(ascending, sorted);
    }

    [Fact]
    public void Build_metadata_counts_for_equality_but_not_for_precedence()
    {
        var plain = SemanticVersion.Parse("1.0.0");
        var built = SemanticVersion.Parse("1.0.0+7");

        Assert.NotEqual(plain, built);
        Assert.Equal(0, plain.CompareTo(built));
        Assert.True(built <= plain);
        Assert.True(SemanticVersion.TotalOrder.Compare(plain, built) < 0);
    }

    [Theory]
    [InlineData("1", "1.0.0", 1)]
    [InlineData("v1.2", "1.2.0", 2)]
    [InlineData("1.2.3-4+5", "1.2.3-4+5", 3)]
    [InlineData("v01.02.3", "1.2.3", 3)]
    [InlineData("1.2-rc.1", "1.2.0-rc.1", 2)]
    public void Bound_fills_missing_parts(string text, string version, int parts)
    {
        var bound = VersionBound.Parse(text);

        Assert.Equal((text, version, parts), (bound.Text, bound.Version.ToString(), bound.Parts));
    }

    [Theory]
    [InlineData("")]
    [InlineData("v")]
    [InlineData("V1")]
    [InlineData("1.x")]
    [InlineData("1.2.3.4")]
    [InlineData("1.2.3-01")]
    [InlineData(">=1")]
    public void Bound_refuses(string text) => Assert.False(VersionBound.TryParse(text, out _));

    [Theory]
    [InlineData("0.3.1", "0.2.0", true)]
    [InlineData("0.2.0", "0.2.0", false)]
    [InlineData("0.2.9", "0.2", false)]
    [InlineData("0.3", "0.2", true)]
    [InlineData("4.9.9", "4", false)]
    [InlineData("5", "4", true)]
    [InlineData("1.0.0", "1.0.0-rc", true)]
    public void Partial_upper_bound_admits_all_that_starts_with_it(string lower, string upper, bool empty) =>
        Assert.Equal(empty, VersionBound.Parse(lower).IsAbove(VersionBound.Parse(upper)));
}
