using System.Globalization;
using Mirror.Engine;
using Mirror.EndToEnd.Tests.Operators;
using Mirror.EndToEnd.Tests.Releases;
using Mirror.Sandbox.Images;
using Mirror.Testing.Charts;

namespace Mirror.EndToEnd.Tests;

/// <summary>
/// A mirror with content of every kind and the places it comes from: a signed release with the update graph, a catalog of which a part is wanted, a chart that is mirrored itself,
/// an image with a signature, and an index.
/// </summary>
internal sealed class EveryContent : IAsyncDisposable
{
    private readonly OperatorUpstream _operators;
    private TestRelease _release = null!;

    private EveryContent(ReleaseWorld world)
    {
        World = world;
        _operators = new OperatorUpstream(world.Source);
    }

    public ReleaseWorld World { get; }

    public ChartRepositoryServer Charts { get; } = new();

    public MirrorWorkspace Outside => World.Workspace;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<EveryContent> StartAsync(GpgSigner signer)
    {
        var content = new EveryContent(await ReleaseWorld.StartAsync(signer));
        await content.FillAsync();
        return content;
    }

    /// <summary>Goes on upstream: another release, another version of the operator, of the chart and of the graph data.</summary>
    public async Task MoveOnAsync()
    {
        var next = await World.OfferAsync(TestRelease.Of("4.20.10", ("cli", "cli 1"), ("etcd", "etcd 2")));
        World.Upstream.Channel("stable-4.20", "amd64", _release, next);
        World.Upstream.GraphData = ReleaseUpstream.DataOf("1.1.0");
        await _operators.PushOperatorAsync("foo", "0.2.0");
        await _operators.PushCatalogAsync("v1", OperatorUpstream.Operator("foo", "0.1.0", "0.2.0"), OperatorUpstream.Operator("bar", "1.0.0"), OperatorUpstream.Operator("unwanted", "3.0.0"));
        AddChart("1.3.0");
    }

    /// <summary>Locks, fetches and packs; the files that are new.</summary>
    public async Task<IReadOnlyList<string>> PackAsync(MirrorOptions options)
    {
        var folder = Outside.Folder.Combine("output", "archives");
        string[] before = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        using var engine = Outside.NewEngine(options);
        await engine.ResolveAsync(Token);
        await engine.LockAsync(Token);
        await engine.FetchAsync(Token);
        await engine.PackAsync(Token);
        return [.. Directory.GetFiles(folder).Except(before).Order(StringComparer.Ordinal)];
    }

    /// <summary>How often anything outside was asked so far.</summary>
    public int Questions => World.Source.Requests.Count + World.Upstream.Requests.Count + Charts.Requests.Count;

    public async ValueTask DisposeAsync()
    {
        await Charts.DisposeAsync();
        await World.DisposeAsync();
    }

    private async Task FillAsync()
    {
        _release = await World.OfferAsync(TestRelease.Of("4.20.9", ("cli", "cli 1"), ("etcd", "etcd 1")));
        World.Upstream.Channel("stable-4.20", "amd64", _release);
        await World.PushBaseAsync();
        await _operators.PushSharedAsync();
        await _operators.PushOperatorAsync("foo", "0.1.0");
        await _operators.PushOperatorAsync("bar", "1.0.0");
        await _operators.PushCatalogAsync("v1", OperatorUpstream.Operator("foo", "0.1.0"), OperatorUpstream.Operator("bar", "1.0.0"), OperatorUpstream.Operator("unwanted", "3.0.0"));
        await World.PushAsync("a/web", "1", ImageBuilder.Simple("web"));
        AddChart("1.2.3");
        var signed = ImageBuilder.Simple("signed");
        await World.PushAsync("a/signed", "1", signed);
        await World.PushAsync("a/signed", $"sha256-{signed.Digest.Hex}.sig", ImageBuilder.Simple("signature", layerSize: 300));
        await World.PushAsync("a/multi", "1", IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64"));
        Outside.ConfigureMirror(string.Create(CultureInfo.InvariantCulture, $$"""
            platform:
              graph: true
              channels:
              - name: stable-4.20
            operators:
            - catalog: {{OperatorUpstream.CatalogName}}:v1
              packages:
              - name: foo
              - name: bar
            additionalImages:
            - name: quay.io/a/signed:1
              signatures: required
            - name: quay.io/a/multi:1
            - name: registry.access.redhat.com/ubi9/ubi:latest
            helm:
              repositories:
              - url: {{Charts.Url}}
                charts:
                - name: web
                  mirrorChart: true
            """));
    }

    private void AddChart(string version) => Charts.Add(new TestChart("web", version, "description: A web server\n").Add("values.yaml", "image: quay.io/a/web:1\n").Pod("web", "{{ .Values.image }}"));
}
