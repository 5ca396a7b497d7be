using Mirror.Charts.Versions;

namespace Mirror.Charts.Tests.Functions;

public sealed class ChartVersionsTests
{
    private static readonly string[] _versions = ["1.0.0", "v1.10.0", "1.9.3", "2.0.0-rc.1", "not a version", "0.9"];

    [Theory]
    [InlineData("", "v1.10.0")]
    [InlineData("1.9.x", "1.9.3")]
    [InlineData("~1.0", "1.0.0")]
    [InlineData("2.0.0-rc.1", "2.0.0-rc.1")]
    [InlineData(">=1.0.0-0", "2.0.0-rc.1")]
    [InlineData("<1", "0.9")]
    [InlineData("3", null)]
    public void Newest_version_of_a_range_is_chosen(string range, string? expected)
    {
        Assert.Equal(expected, ChartVersions.Newest(_versions, range));
    }

    [Fact]
    public void Text_that_is_no_range_is_refused()
    {
        Assert.Contains("'latest'", Assert.Throws<ChartException>(() => ChartVersions.Newest(_versions, "latest")).Message, StringComparison.Ordinal);
    }
}
