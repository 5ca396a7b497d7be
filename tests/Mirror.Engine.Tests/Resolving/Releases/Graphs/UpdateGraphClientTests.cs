using System.Net;
using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Engine.Tests.Resolving.Web;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;

namespace Mirror.Engine.Tests.Resolving.Releases.Graphs;

public sealed class UpdateGraphClientTests
{
    private const string EmptyGraph = """{"nodes": [], "edges": []}""";

    [Theory]
    [InlineData(ReleaseChannelType.Ocp, null, "https://api.openshift.com/api/upgrades_info/v1/graph?arch=amd64&channel=stable-4.20")]
    [InlineData(ReleaseChannelType.Okd, null, "https://origin-release.ci.openshift.org/graph?arch=amd64&channel=stable-4.20")]
    [InlineData(ReleaseChannelType.Ocp, "", "https://api.openshift.com/api/upgrades_info/v1/graph?arch=amd64&channel=stable-4.20")]
    [InlineData(ReleaseChannelType.Ocp, "http://own.example.com:8080/x?key=a%20b&arch=no&zone=1", "http://own.example.com:8080/x?arch=amd64&channel=stable-4.20&key=a%20b&zone=1")]
    [InlineData(ReleaseChannelType.Okd, "http://own.example.com/x", "https://origin-release.ci.openshift.org/graph?arch=amd64&channel=stable-4.20")]
    public async Task Question_is_put_as_the_service_expects(ReleaseChannelType type, string? updateUrlOverride, string expected)
    {
        using var web = new FakeWeb().Then(() => FakeWeb.Answer(EmptyGraph));
        var client = new UpdateGraphClient(web.Reader(), UpdateGraphEndpoints.Create(updateUrlOverride));

        var graph = await client.GetAsync(type, "stable-4.20", "amd64", TestContext.Current.CancellationToken);

        Assert.Empty(graph.Nodes);
        Assert.Equal(expected, Assert.Single(web.Requests).AbsoluteUri);
        Assert.Equal("application/json", Assert.Single(web.Accepts));
    }

    [Fact]
    public async Task Names_are_escaped()
    {
        using var web = new FakeWeb().Then(() => FakeWeb.Answer(EmptyGraph));

        await Client(web).GetAsync(ReleaseChannelType.Ocp, "a&b=c d", "x/y", TestContext.Current.CancellationToken);

        Assert.Equal("?arch=x%2Fy&channel=a%26b%3Dc%20d", web.Requests[0].Query);
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("ftp://example.com/graph")]
    [InlineData("/graph")]
    public void Wrong_override_is_refused_without_repeating_it(string value)
    {
        var exception = Assert.Throws<MirrorException>(() => UpdateGraphEndpoints.Create(value));

        Assert.Equal(MirrorErrors.UpdateUrlInvalid, exception.Diagnostics[0].Code);
        Assert.DoesNotContain(value, exception.Message.Replace("https://updates.example.com/graph", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, EmptyGraph, "application/json", "MIR2203", "answered 404")]
    [InlineData(HttpStatusCode.OK, "<html><body>Login</body></html>", "text/html", "MIR2204", "web page")]
    [InlineData(HttpStatusCode.OK, "{}", "application/json", "MIR2211", "no list 'nodes'")]
    public async Task Answer_that_is_no_graph_names_host_channel_and_architecture(
        HttpStatusCode status, string body, string mediaType, string code, string problem)
    {
        using var web = new FakeWeb().Then(() => FakeWeb.Answer(body, status, mediaType));

        var exception = await Assert.ThrowsAsync<MirrorException>(
            () => Client(web).GetAsync(ReleaseChannelType.Ocp, "stable-4.20", "arm64", TestContext.Current.CancellationToken));

        Assert.Equal((code, ExitCode.Source), (exception.Diagnostics[0].Code.Id, exception.ExitCode));
        foreach (var part in (string[])[problem, "'api.openshift.com'", "'stable-4.20'", "'arm64'"])
        {
            Assert.Contains(part, exception.Message, StringComparison.Ordinal);
        }
    }

    private static UpdateGraphClient Client(FakeWeb web) => new(web.Reader(), new UpdateGraphEndpoints());
}
