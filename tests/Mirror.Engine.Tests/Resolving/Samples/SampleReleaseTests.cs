using System.Net;
using System.Text;
using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Engine.Resolving.Releases.Payloads;
using Mirror.Engine.Resolving.Releases.Signatures;
using Mirror.Engine.Resolving.Web;
using Mirror.Engine.Tests.Resolving.Releases.Signatures;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Model.Versions;
using Mirror.Oci.Layers;
using Mirror.Oci.Registry.Transport;
using Mirror.Sandbox;
using Mirror.Sandbox.Images;
using Mirror.Sandbox.Samples.Releases;
using Mirror.Sandbox.Signing;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Resolving.Samples;

/// <summary>The sample releases, read by the product as the demo does: by reserved names, with the sandbox's variables.</summary>
public sealed class SampleReleaseTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private SandboxHost _sandbox = null!;
    private HttpClient _http = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private WebReader Web => new(_http, new WebReaderOptions { Retries = 0 }, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxOptions { Folder = _folder.Path }, Cancellation);
        _http = WebTransport.Create(ProxySettings.None, _sandbox.Routes);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("stable-4.20", "amd64", "4.20.8 4.20.9")]
    [InlineData("fast-4.20", "arm64", "4.20.8 4.20.9")]
    [InlineData("candidate-4.20", "multi", "4.20.8 4.20.9 4.20.10")]
    [InlineData("stable-4.20", "s390x", "")]
    [InlineData("stable-4.19", "amd64", "")]
    public async Task Channel_has_its_releases(string channel, string architecture, string versions)
    {
        var graph = await GraphAsync(channel, architecture);

        Assert.Equal(versions, string.Join(' ', graph.Nodes.Select(node => node.Version)));
        Assert.All(graph.Nodes, node =>
        {
            var release = SampleReleases.Find(node.Version.ToString(), architecture);
            Assert.Equal((release.Reference, release.Errata), (node.Payload.ToString(), node.Errata));
            Assert.Contains(channel, node.Channels);
        });
    }

    [Fact]
    public async Task Updates_are_recommended_or_conditional()
    {
        var graph = await GraphAsync("candidate-4.20", "amd64");
        var versions = graph.Nodes.Select(node => node.Version).ToList();

        Assert.Equal([versions[1]], graph.RecommendedFrom(versions[0]));
        Assert.Empty(graph.RecommendedFrom(versions[1]));
        Assert.Equal([versions[2]], graph.ConditionalFrom(versions[1]));
        Assert.Equal([SampleUpdateGraph.RiskName], graph.RisksOf(versions[1], versions[2]).Select(risk => risk.Name));
    }

    [Fact]
    public async Task Graph_data_become_a_layer()
    {
        using var data = await _http.GetAsync(new Uri($"http://{SandboxHost.UpstreamName}/api/upgrades_info/graph-data"), Cancellation);
        using var layer = new MemoryStream();

        await GraphDataLayer.WriteAsync(await data.Content.ReadAsStreamAsync(Cancellation), "the sample graph data", layer, Cancellation);

        layer.Position = 0;
        var files = new List<string>();
        await foreach (var entry in LayerReader.ReadAsync(layer, "the layer", new LayerLimits(), Cancellation))
        {
            files.Add(entry.Path);
        }

        Assert.Contains("var/lib/cincinnati-graph-data/version", files);
        Assert.Contains("var/lib/cincinnati-graph-data/channels/stable-4.20.yaml", files);
    }

    [Fact]
    public async Task Payloads_list_their_components()
    {
        foreach (var release in SampleReleases.All)
        {
            foreach (var image in release.Payload.Children.DefaultIfEmpty(release.Payload))
            {
                var payload = await PayloadReader.ReadAsync(LayersOf(image), release.Tag, withKubeVirt: true, Cancellation);

                Assert.Equal((release.Version, release.Errata), (payload.Version, payload.Errata));
                Assert.Equal(SampleReleases.Versions.TakeWhile(version => version != release.Version), payload.Previous);
                Assert.Equal(
                    release.Components.Select(component => $"{component.Key} {SampleRelease.ComponentRepository}@{component.Value.Digest}"),
                    payload.Components.Select(component => $"{component.Name} {component.Image}"));
                Assert.Equal(
                    [$"s390x {SampleReleases.BootImage(release.Version, "s390x").Digest}", $"x86_64 {SampleReleases.BootImage(release.Version, "amd64").Digest}"],
                    payload.KubeVirtImages.Select(component => $"{component.Name} {component.Image.Digest}"));
            }
        }
    }

    [Fact]
    public async Task Everything_that_a_payload_lists_is_served()
    {
        var references = SampleReleases.All.SelectMany(release =>
            release.Components.Values.Select(image => $"openshift-release-dev/ocp-v4.0-art-dev/manifests/{image.Digest}")
                .Append($"openshift-release-dev/ocp-v4.0-art-dev/manifests/{SampleReleases.BootImage(release.Version, "s390x").Digest}")
                .Append($"openshift-release-dev/ocp-release/manifests/{release.Tag}"));

        foreach (var reference in references)
        {
            using var answer = await _http.GetAsync(new Uri($"http://{SandboxHost.UpstreamName}/v2/{reference}"), Cancellation);
            Assert.Equal((reference, HttpStatusCode.OK), (reference, answer.StatusCode));
        }
    }

    [Fact]
    public async Task Signatures_verify_with_the_key_of_the_sandbox()
    {
        var keyring = await ReleaseKeyring.LoadAsync(_sandbox.Variables[ReleaseSignatureStore.KeyringVariable], Cancellation);
        var client = SignatureClient(new ReleaseSignatureVerifier(keyring, TimeProvider.System));

        foreach (var release in SampleReleases.All)
        {
            var signature = await client.GetAsync(release.Payload.Digest, Cancellation);

            Assert.Equal(($"{SampleRelease.Repository}:{release.Tag}", SampleKey.Fingerprint), (signature.Reference.ToString(), signature.Fingerprint));
        }
    }

    [Fact]
    public async Task Sample_key_is_not_trusted_elsewhere()
    {
        var client = SignatureClient(new ReleaseSignatureVerifier(await ReleaseKeyring.LoadAsync("", Cancellation), TimeProvider.System));

        var error = await Assert.ThrowsAsync<MirrorException>(() => client.GetAsync(SampleReleases.All[0].Payload.Digest, Cancellation));

        Assert.Equal([MirrorErrors.SignatureKeyUnknown], error.Diagnostics.Select(diagnostic => diagnostic.Code));
    }

    [Fact]
    public async Task Gpg_takes_key_and_signatures()
    {
        await using var gpg = new GpgPeer();
        (await gpg.RunAsync(Encoding.ASCII.GetBytes(SampleKey.OpenPgpPublicKey), "--import")).EnsureSuccess();

        var keys = Encoding.UTF8.GetString((await gpg.RunAsync([], "--list-keys", "--with-colons")).EnsureSuccess().Output.Span);
        var message = SampleReleaseSignatures.Of(SampleReleases.All[0]);
        var (verdict, document) = await gpg.JudgeAsync(message);
        var (damaged, _) = await gpg.JudgeAsync([.. message[..^40], (byte)(message[^40] ^ 1), .. message[^39..]]);

        Assert.Contains($"fpr:::::::::{SampleKey.Fingerprint}:", keys, StringComparison.Ordinal);
        Assert.Equal("GOODSIG", verdict);
        Assert.Contains(SampleReleases.All[0].Payload.Digest.ToString(), Encoding.UTF8.GetString(document), StringComparison.Ordinal);
        Assert.Equal("BADSIG", damaged);
    }

    private static List<LayerSource> LayersOf(ImageContent image) =>
    [
        .. image.Manifest.Manifest.Layers.Select(layer => new LayerSource(
            layer.Digest.ToString(),
            _ => Task.FromResult<Stream>(new MemoryStream(image.Blobs.Single(blob => blob.Descriptor.Digest == layer.Digest).Bytes.ToArray())))),
    ];

    private Task<UpdateGraph> GraphAsync(string channel, string architecture) =>
        new UpdateGraphClient(Web, UpdateGraphEndpoints.Create(_sandbox.Variables[UpdateGraphEndpoints.OverrideVariable]))
            .GetAsync(ReleaseChannelType.Ocp, channel, architecture, Cancellation);

    private ReleaseSignatureClient SignatureClient(ReleaseSignatureVerifier verifier) =>
        new(Web, ReleaseSignatureStore.Create(_sandbox.Variables[ReleaseSignatureStore.UrlVariable]), verifier);
}
