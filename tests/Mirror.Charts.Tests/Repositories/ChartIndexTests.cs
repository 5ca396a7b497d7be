using System.Text;
using Mirror.Charts.Repositories;

namespace Mirror.Charts.Tests.Repositories;

public sealed class ChartIndexTests
{
    private const string Text = """
        apiVersion: v1
        generated: "2026-01-01T00:00:00Z"
        entries:
          web:
          - apiVersion: v2
            name: web
            version: 1.10
            description: |
              urls:
              - not-an-address
            digest: 0a1b
            maintainers: [{name: urls, email: {}}]
            dependencies:
            - {name: version, version: 9.9.9}
            urls:
            - https://charts.example.com/web-1.10.tgz
            - web-1.10.tgz
          - name: web
            version: 1.9.1
            urls: [web-1.9.1.tgz]
          - name: web
            version: 2.0.0-rc.1
            urls: [web-2.0.0-rc.1.tgz]
          lib:
          - name: lib
            version: 0.1.0
            type: library
            urls: [lib-0.1.0.tgz]
          none: []
          nothing:
        """;

    private static ChartIndex Read(string text, ChartIndexLimits? limits = null) =>
        ChartIndex.Read(Encoding.UTF8.GetBytes(text), "https://charts.example.com/index.yaml", limits ?? new ChartIndexLimits());

    [Fact]
    public void Versions_are_read_with_what_is_needed_of_them()
    {
        var index = Read(Text);

        Assert.Equal(["lib", "none", "nothing", "web"], index.Names);
        Assert.Equal(["1.10", "1.9.1", "2.0.0-rc.1"], index.VersionsOf("web").Select(entry => entry.Version));
        var first = index.VersionsOf("web")[0];
        Assert.Equal(["https://charts.example.com/web-1.10.tgz", "web-1.10.tgz"], first.Addresses);
        Assert.Equal("0a1b", first.Digest);
        Assert.True(Assert.Single(index.VersionsOf("lib")).IsLibrary);
        Assert.Empty(index.VersionsOf("other"));
    }

    [Theory]
    [InlineData("", "1.10")]
    [InlineData("~1.9", "1.9.1")]
    [InlineData(">=1-0", "2.0.0-rc.1")]
    [InlineData("3", null)]
    public void Newest_version_of_a_range_is_found(string range, string? expected)
    {
        Assert.Equal(expected, Read(Text).Find("web", range)?.Version);
    }

    [Fact]
    public void Index_may_be_JSON()
    {
        var index = Read("""{"apiVersion":"v1","entries":{"web":[{"name":"web","version":"1.0.0","urls":["web.tgz"]}]}}""");

        Assert.Equal("1.0.0", Assert.Single(index.VersionsOf("web")).Version);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("entries: {}", "it has no 'apiVersion'")]
    [InlineData("apiVersion: v1\nentries: [a]", "'entries' is not a mapping")]
    [InlineData("apiVersion: v1\nentries:\n  web: 1", "the versions of 'web' is not a list")]
    [InlineData("apiVersion: v1\nentries:\n  web:\n  - 1", "a version of 'web' is not a mapping")]
    [InlineData("apiVersion: v1\nentries:\n  web:\n  - urls: [[a]]", "an address of 'web' is not a text")]
    [InlineData("<html><body>log in</body></html>", "is not a mapping")]
    [InlineData("apiVersion: \"v1", "it is not YAML")]
    [InlineData("- *a", "is not a mapping")]
    public void What_is_no_index_is_refused(string text, string problem)
    {
        var failure = Assert.Throws<ChartException>(() => Read(text));

        Assert.Equal(ChartFailure.Loading, failure.Failure);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.Contains("https://charts.example.com/index.yaml", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_are_limited()
    {
        Assert.Equal(ChartFailure.Limit, Assert.Throws<ChartException>(() => Read(Text, new ChartIndexLimits { MaxBytes = 100 })).Failure);
        Assert.Equal(ChartFailure.Limit, Assert.Throws<ChartException>(() => Read(Text, new ChartIndexLimits { MaxVersions = 2 })).Failure);
        Assert.Equal(ChartFailure.Limit, Assert.Throws<ChartException>(() => Read(Text, new ChartIndexLimits { MaxAddresses = 1 })).Failure);
    }

    [Fact]
    public void Deep_nesting_is_passed_over()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 5_000)) + string.Concat(Enumerable.Repeat("]", 5_000));

        var index = Read($"apiVersion: v1\nextra: {deep}\nentries:\n  web:\n  - version: 1.0.0\n");

        Assert.Equal("web", Assert.Single(index.VersionsOf("web")).Name);
    }
}
