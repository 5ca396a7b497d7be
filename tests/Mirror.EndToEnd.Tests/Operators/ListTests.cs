using System.Text.Json;
using Mirror.Engine.Listing;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Faults;
using Mirror.Testing.Operators;
using static Mirror.EndToEnd.Tests.Operators.OperatorUpstream;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>What exists upstream, as oc-mirror's lists show it (SPEC 2.10, 2.11).</summary>
public sealed class ListTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private TestRegistry _source = null!;
    private OperatorUpstream _upstream = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _upstream = new OperatorUpstream(_source);
        _workspace.Redirect(("quay.io", _source.Endpoint), ("registry.redhat.io", _source.Endpoint));
        await _upstream.PushCatalogAsync(
            "v1",
            Operator("foo", ["{type: olm.csv.metadata, value: {displayName: Foo Operator}}"], ["0.1.0", "0.2.0"]),
            ("bar/catalog.yaml", FbcText.Package("bar", "stable")
                + FbcText.Channel("bar", "alpha", "1.1.0", "1.0.0")
                + FbcText.Channel("bar", "stable", "1.0.0", "1.1.0 replaces 1.0.0")
                + FbcText.Bundle("bar", "1.0.0", "1.0.0", NameOf("bar", "bundle", "1.0.0"), [])
                + FbcText.Bundle("bar", "1.1.0", "1.1.0", NameOf("bar", "bundle", "1.1.0"), [])));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _workspace.Dispose();
    }

    private async Task<string> ListAsync(ListQuestion question)
    {
        var said = new List<string>();
        using var engine = _workspace.NewEngine(_workspace.Options(null) with { List = question }, said.Add);
        await engine.ListAsync(Token);
        return string.Concat(said);
    }

    private static ListQuestion Of(string? package = null, string? channel = null, string tag = "v1") =>
        new() { Catalog = ImageReference.Parse($"{CatalogName}:{tag}"), Package = package, Channel = channel };

    [Fact]
    public async Task Operators_of_a_catalog() => Assert.Equal(
        """
        NAME  DISPLAY NAME  DEFAULT CHANNEL
        bar                 stable
        foo   Foo Operator  stable

        """.ReplaceLineEndings("\n"),
        await ListAsync(Of()));

    [Fact]
    public async Task Channels_of_an_operator()
    {
        var text = await ListAsync(Of("bar"));

        Assert.StartsWith(
            """
            NAME  DISPLAY NAME  DEFAULT CHANNEL
            bar                 stable

            PACKAGE  CHANNEL  HEAD
            bar      alpha    ERROR:
            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
        Assert.EndsWith("\nbar      stable   bar.v1.1.0\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_of_a_channel() => Assert.Equal("VERSIONS\n0.1.0\n0.2.0\n", await ListAsync(Of("foo", "stable")));

    [Theory]
    [InlineData("fooo", null, "v1", "MIR2441", "Did you mean 'foo'?")]
    [InlineData("foo", "beta", "v1", "MIR2441", "it has 'stable'")]
    [InlineData(null, null, "v9", "MIR2010", "There is no catalog")]
    public async Task What_does_not_exist_is_told_with_what_does(string? package, string? channel, string tag, string code, string hint)
    {
        var failure = await Assert.ThrowsAsync<MirrorException>(() => ListAsync(Of(package, channel, tag)));

        Assert.Equal(code, failure.Diagnostics[0].Code.Id);
        Assert.Contains(hint, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalogs_of_a_minor_version()
    {
        await _upstream.PushAsync("redhat/redhat-operator-index", "v4.20", ImageBuilder.Simple("redhat"));
        await _upstream.PushAsync("redhat/community-operator-index", "v4.20", ImageBuilder.Simple("community"));

        var text = await ListAsync(new ListQuestion { Catalogs = true, Minor = "4.20" });

        Assert.Equal(
            "Available OpenShift OperatorHub catalogs:\nOpenShift 4.20:\nregistry.redhat.io/redhat/redhat-operator-index:v4.20\nregistry.redhat.io/redhat/community-operator-index:v4.20\n",
            text);
        await Assert.ThrowsAsync<MirrorException>(() => ListAsync(new ListQuestion { Catalogs = true, Minor = "4.99" }));
    }

    [Fact]
    public async Task Minor_versions_with_releases()
    {
        foreach (var tag in (string[])["4.9.1-x86_64", "4.18.3-x86_64", "4.18.4-aarch64", "sha256-1.sig", "latest"])
        {
            await _upstream.PushAsync("openshift-release-dev/ocp-release", tag, ImageBuilder.Simple("release"));
        }

        Assert.Equal("Available OpenShift Container Platform release versions:\n  4.9\n  4.18\n", await ListAsync(new ListQuestion { Releases = true }));
    }

    [Fact]
    public async Task Channels_and_versions_of_releases()
    {
        await using var updates = new FaultyRegistry();
        updates.Guard = request => request.Path.StartsWith("/graph", StringComparison.Ordinal) ? Graph(request.Query) : null;
        _workspace.Variables["UPDATE_URL_OVERRIDE"] = $"http://{updates.Endpoint}/graph";

        Assert.Equal(
            "Listing channels for version 4.20:\n\nfast-4.20\nstable-4.20\n",
            await ListAsync(new ListQuestion { Releases = true, Channels = true, Minor = "4.20" }));
        Assert.Equal(
            "Listing stable channels. Use --channel=<name> to filter.\nUse './build.sh --target List --releases --channels --minor 4.20' to discover other channels.\n\n"
            + "Channel: stable-4.20\nArchitecture: amd64\n4.20.1\n4.20.10\n",
            await ListAsync(new ListQuestion { Releases = true, Minor = "4.20" }));
        Assert.Equal(
            "Channel: fast-4.20\nArchitecture: arm64\n4.19.9\n4.20.1\n4.20.10\nChannel: fast-4.20\nArchitecture: amd64\n4.19.9\n4.20.1\n4.20.10\n",
            await ListAsync(new ListQuestion { Releases = true, Channel = "fast-4.20", Architectures = ["arm64", "amd64"] }));
        var failure = await Assert.ThrowsAsync<MirrorException>(() => ListAsync(new ListQuestion { Releases = true, Channel = "slow-4.20" }));
        Assert.Equal("MIR2441", failure.Diagnostics[0].Code.Id);
    }

    [Theory]
    [InlineData("", "List what?")]
    [InlineData("catalog releases", "exclude each other")]
    [InlineData("package", "List what?")]
    [InlineData("releases package", "'--package' needs '--catalog'")]
    [InlineData("catalog channel", "'--channel' needs")]
    [InlineData("catalogs", "needs '--minor X.Y'")]
    [InlineData("releases channels", "needs '--releases' and '--minor X.Y'")]
    [InlineData("catalog minor", "'--minor' needs")]
    [InlineData("catalog arch", "'--arch' needs '--releases'")]
    [InlineData("releases minor wrongarch", "no architecture 'x86'")]
    public async Task Arguments_that_do_not_fit_together_are_told(string arguments, string hint)
    {
        var words = arguments.Split(' ');
        var question = new ListQuestion
        {
            Catalog = words.Contains("catalog") ? ImageReference.Parse("quay.io/a/b:1") : null,
            Package = words.Contains("package") ? "p" : null,
            Channel = words.Contains("channel") ? "c" : null,
            Catalogs = words.Contains("catalogs"),
            Releases = words.Contains("releases"),
            Channels = words.Contains("channels"),
            Minor = words.Contains("minor") ? "4.20" : null,
            Architectures = words.Contains("arch") ? ["amd64"] : words.Contains("wrongarch") ? ["x86"] : [],
        };

        var failure = await Assert.ThrowsAsync<MirrorException>(() => ListAsync(question));

        Assert.Equal("MIR9020", failure.Diagnostics[0].Code.Id);
        Assert.Contains(hint, failure.Message, StringComparison.Ordinal);
    }

    private static ServerAnswer Graph(string query)
    {
        object Node(string version) => new
        {
            version,
            payload = $"quay.io/openshift-release-dev/ocp-release@{TestDigest.Of(version)}",
            metadata = new Dictionary<string, string> { ["io.openshift.upgrades.graph.release.channels"] = "stable-4.20,fast-4.20" },
        };
        string[] versions = query.Contains("slow", StringComparison.Ordinal) ? [] : ["4.20.10", "4.20.1", "4.19.9"];
        return ServerAnswer.Json(200, JsonSerializer.Serialize(new { version = 1, nodes = versions.Select(Node), edges = Array.Empty<int[]>() }));
    }
}
