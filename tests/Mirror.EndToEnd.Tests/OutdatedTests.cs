using System.Text.Json;
using Mirror.EndToEnd.Tests.Operators;
using Mirror.EndToEnd.Tests.Releases;
using Mirror.Engine;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Charts;
using Mirror.Testing.Images;

namespace Mirror.EndToEnd.Tests;

/// <summary>What sources have beyond the lock: told, and only on request a reason to fail.</summary>
public sealed class OutdatedTests(GpgSigner signer) : IClassFixture<GpgSigner>, IAsyncLifetime
{
    private readonly ChartRepositoryServer _charts = new();
    private ReleaseWorld _world = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MirrorWorkspace Workspace => _world.Workspace;

    public async ValueTask InitializeAsync()
    {
        _world = await ReleaseWorld.StartAsync(signer);
        Workspace.Redirect(("quay.io", _world.Source.Endpoint), ("registry.access.redhat.com", _world.Source.Endpoint), ("ghcr.io", "127.0.0.1:1"));
    }

    public async ValueTask DisposeAsync()
    {
        await _charts.DisposeAsync();
        await _world.DisposeAsync();
    }

    private async Task<(StepResult Result, IReadOnlyList<string> Lines)> OutdatedAsync(params string[] failOn)
    {
        var said = new List<string>();
        using var engine = Workspace.NewEngine(Workspace.Options(null) with { FailOn = failOn }, said.Add);
        var result = await engine.OutdatedAsync(Token);
        return (result, [.. Assert.Single(said).Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal))]);
    }

    private async Task<Digest> PushAsync(string repository, string? tag, string seed)
    {
        var image = ImageBuilder.Simple(seed);
        await _world.PushAsync(repository, tag, image);
        return image.Digest;
    }

    [Fact]
    public async Task Nothing_is_told_when_nothing_has_changed()
    {
        await PushAsync("a/one", "1", "one");
        Workspace.Configure("name: quay.io/a/one:1");
        await Workspace.LockAsync(Token);
        _world.Source.ForgetRequests();

        var (result, lines) = await OutdatedAsync("any");

        Assert.True(result.IsUpToDate);
        Assert.Empty(lines);
        Assert.Equal(["HEAD"], _world.Source.Requests.Where(request => request.Path.Contains("/manifests/", StringComparison.Ordinal)).Select(request => request.Method));
    }

    [Fact]
    public async Task Moved_tags_and_vanished_content_are_told()
    {
        var moved = await PushAsync("a/moved", "1", "before");
        var lost = await PushAsync("a/lost", "1", "lost");
        var pinned = await PushAsync("a/pinned", null, "pinned");
        Workspace.Configure("name: quay.io/a/moved:1", "name: quay.io/a/lost:1", $"name: quay.io/a/pinned@{pinned}");
        await Workspace.LockAsync(Token);
        var now = await PushAsync("a/moved", "1", "after");
        await _world.LoseAsync("a/lost", "manifests", lost);
        await _world.LoseAsync("a/pinned", "manifests", pinned);

        var (result, lines) = await OutdatedAsync();

        Assert.Equal("3 vanished, 1 moved since the lock was written; see 'output/outdated'", result.Message);
        Assert.Equal(
            [
                $"  image quay.io/a/lost:1: {lost.ToShortString()}",
                $"  image quay.io/a/lost@{lost}: {lost.ToShortString()}",
                $"  image quay.io/a/pinned@{pinned}: {pinned.ToShortString()}",
                $"  image quay.io/a/moved:1: {moved.ToShortString()} -> {now.ToShortString()}",
            ],
            lines);
        Assert.Contains("### Vanished", Workspace.Output("outdated", "outdated.md"), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Workspace.Output("outdated", "outdated.json"));
        Assert.Equal(4, json.RootElement.GetProperty("drifts").GetArrayLength());
    }

    [Fact]
    public async Task Fail_on_names_what_is_a_reason_to_fail()
    {
        await PushAsync("a/moved", "1", "before");
        Workspace.Configure("name: quay.io/a/moved:1");
        await Workspace.LockAsync(Token);
        await PushAsync("a/moved", "1", "after");

        await OutdatedAsync("vanished", "charts", "newer");
        var failure = await Assert.ThrowsAsync<MirrorException>(() => OutdatedAsync("vanished", "images"));

        Assert.Equal(ExitCode.Different, failure.ExitCode);
        Assert.StartsWith("error MIR2040: 1 moved since the lock was written, which '--fail-on vanished images' asks to fail on", failure.Diagnostics[0].ToString(), StringComparison.Ordinal);
        Assert.True(Workspace.HasOutput("outdated", "outdated.json"));
    }

    [Fact]
    public async Task Later_releases_operators_and_charts_are_told_whatever_range_is_asked_for()
    {
        var first = await _world.OfferAsync(TestRelease.Of("4.20.8", [("cluster-version-operator", "cvo 1")]));
        _world.Upstream.Channel("stable-4.20", "amd64", first);
        await _world.PushBaseAsync();
        var operators = new OperatorUpstream(_world.Source);
        await operators.PushSharedAsync();
        await operators.PushOperatorAsync("foo", "0.1.0", "0.2.0");
        await operators.PushCatalogAsync("v1", OperatorUpstream.Operator("foo", "0.1.0"));
        _charts.Add(new TestChart("web", "1.2.3"));
        Workspace.ConfigureMirror($$"""
            platform:
              graph: true
              channels:
              - name: stable-4.20
                maxVersion: 4.20.8
            operators:
            - catalog: {{OperatorUpstream.CatalogName}}:v1
              packages:
              - name: foo
                maxVersion: 0.1.0
            helm:
              repositories:
              - name: stable
                url: {{_charts.Url}}
                charts:
                - name: web
                  version: 1.2.3
            """);
        await Workspace.LockAsync(Token);
        Assert.Empty((await OutdatedAsync("any")).Lines);
        _world.Upstream.Channel("stable-4.20", "amd64", first, TestRelease.Of("4.20.9", [("etcd", "1")]), TestRelease.Of("4.20.10", [("etcd", "2")]));
        _world.Upstream.GraphData = ReleaseUpstream.DataOf("2.0.0");
        await operators.PushCatalogAsync("v1", OperatorUpstream.Operator("foo", "0.1.0", "0.2.0"));
        _charts.Add(new TestChart("web", "1.3.0"));
        _charts.Add(new TestChart("web", "2.0.0-rc.1"));

        var (_, lines) = await OutdatedAsync();

        Assert.Equal(5, lines.Count);
        Assert.Matches("^  update graph openshift/graph-image: [0-9a-f]{12} -> [0-9a-f]{12}$", lines[0]);
        Assert.Matches("^  operator catalog quay.io/catalogs/index:v1: [0-9a-f]{12} -> [0-9a-f]{12}$", lines[1]);
        Assert.Equal("  release stable-4.20 (amd64): 4.20.8 -> 4.20.10 and 1 between  https://errata.example.com/4.20.10", lines[2]);
        Assert.Equal("  operator channel foo/stable of quay.io/catalogs/index:v1: 0.1.0 -> 0.2.0", lines[3]);
        Assert.Equal($"  chart web of {_charts.Url}: 1.2.3 -> 1.3.0", lines[4]);
    }

    [Fact]
    public async Task Source_that_does_not_answer_is_told_beside_what_others_say()
    {
        await PushAsync("a/moved", "1", "before");
        await PushAsync("b/away", "1", "away");
        Workspace.Redirect(("quay.io", _world.Source.Endpoint), ("ghcr.io", _world.Source.Endpoint));
        Workspace.Configure("name: quay.io/a/moved:1", "name: ghcr.io/b/away:1");
        await Workspace.LockAsync(Token);
        Workspace.Redirect(("quay.io", _world.Source.Endpoint), ("ghcr.io", "127.0.0.1:1"));
        var (nothing, _) = await OutdatedAsync("any");
        await PushAsync("a/moved", "1", "after");

        var (moved, lines) = await OutdatedAsync();

        Assert.False(nothing.IsUpToDate);
        Assert.Equal("The sources that answered have nothing beyond the lock; 1 question to sources had no answer; see 'output/outdated'", nothing.Message);
        Assert.Equal("1 moved since the lock was written; 1 question to sources had no answer; see 'output/outdated'", moved.Message);
        Assert.StartsWith("  image quay.io/a/moved:1: ", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^  Could not look for the manifest '127\.0\.0\.1:1/b/away:1': ", Assert.Single(lines, line => line != lines[0]));
        Assert.Contains("\n### Not asked: the source did not answer\n\n- Could not ", Workspace.Output("outdated", "outdated.md"), StringComparison.Ordinal);
        Assert.Single(JsonDocument.Parse(Workspace.Output("outdated", "outdated.json")).RootElement.GetProperty("unanswered").EnumerateArray());
        Assert.Contains(Workspace.Warnings, warning => warning.Code == MirrorErrors.SourceNotAsked && warning.Message.Contains("b/away", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_source_that_answers_is_a_failure()
    {
        await PushAsync("a/one", "1", "one");
        Workspace.Configure("name: quay.io/a/one:1");
        await Workspace.LockAsync(Token);
        Workspace.Redirect(("quay.io", "127.0.0.1:1"));

        var failure = await Assert.ThrowsAsync<MirrorException>(() => OutdatedAsync());

        Assert.Equal(ExitCode.Source, failure.ExitCode);
        Assert.Contains("127.0.0.1:1", failure.Message, StringComparison.Ordinal);
    }
}
