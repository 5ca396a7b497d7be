using System.Text;
using System.Text.Json;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests.Releases;

/// <summary>Releases from an update graph to a cluster's resources, between two real registries, checked with skopeo.</summary>
public sealed class ReleasePublishTests(GpgSigner signer) : IClassFixture<GpgSigner>, IAsyncLifetime
{
    private static readonly (string, string)[] Components = [("cli", "cli 1"), ("cluster-version-operator", "cvo 1"), ("etcd", "etcd 1")];

    private readonly MirrorWorkspace _workspace = new();
    private readonly HttpClient _client = new();
    private readonly ReleaseUpstream _upstream = new(signer);
    private DockerRegistryProcess _source = null!;
    private DockerRegistryProcess _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Destination => $"docker://{_destination.Endpoint}/ocp";

    public async ValueTask InitializeAsync()
    {
        _source = await DockerRegistryProcess.StartAsync(Token);
        _destination = await DockerRegistryProcess.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint), ("registry.access.redhat.com", _source.Endpoint));
        _upstream.ApplyTo(_workspace);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        await _upstream.DisposeAsync();
        _client.Dispose();
        _workspace.Dispose();
    }

    private void Configure(string platform) => _workspace.Folder.WriteFile(
        "mirror/imageset.yaml",
        $"kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  platform:\n    {platform.ReplaceLineEndings("\n    ")}\n");

    private async Task<TestRelease> OfferAsync(TestRelease release)
    {
        await release.PushAsync(_client, _source.BaseUri, Token);
        await _upstream.SignAsync(release);
        return release;
    }

    private async Task PushBaseAsync() => await _client.PushImageAsync(
        _source.BaseUri, "ubi9/ubi", "latest", IndexBuilder.Simple("ubi", ImageFormat.Docker, "amd64", "arm64", "s390x"), Token);

    private async Task<Digest> DigestAtDestinationAsync(string name) =>
        Digest.Of((await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/ocp/{name}", Token)).Span);

    [Fact]
    public async Task Release_arrives_under_the_names_of_its_components_and_clusters_find_it()
    {
        var release = await OfferAsync(TestRelease.Of("4.20.9", Components));
        _upstream.Channel("stable-4.20", "amd64", release);
        await PushBaseAsync();
        Configure("graph: true\nchannels:\n- name: stable-4.20");
        var certificate = TestCertificate.ForLoopback();
        var bundle = _workspace.Folder.WriteFile("bundle.pem", $"# my authority\r\n{certificate.AuthorityPem.ReplaceLineEndings("\r\n")}");

        var results = await _workspace.PublishAsync(_workspace.Options(Destination) with { CaBundle = bundle }, Token);

        Assert.Equal($"'{Destination}' has 5 images, 5 of them new", results[3].Result.Message);
        Assert.Equal(release.Payload.Digest, await DigestAtDestinationAsync("openshift/release-images:4.20.9-x86_64"));
        foreach (var (name, image) in release.Components)
        {
            Assert.Equal(image.Digest, await DigestAtDestinationAsync($"openshift/release:4.20.9-x86_64-{name}"));
        }

        await AssertResourcesAsync(release);
        Assert.Equal(
            $"""
            additionalTrustBundle: |
              {certificate.AuthorityPem.Trim().ReplaceLineEndings("\n  ")}
            imageDigestSources:
            - mirrors:
              - {_destination.Endpoint}/ocp/openshift/release-images
              source: quay.io/openshift-release-dev/ocp-release
            - mirrors:
              - {_destination.Endpoint}/ocp/openshift/release
              source: quay.io/openshift-release-dev/ocp-v4.0-art-dev

            """,
            _workspace.Output("installer", "install-config-images.yaml"));
        await AssertClusterPullsAsync(release.Components["etcd"]);
    }

    private async Task AssertResourcesAsync(TestRelease release)
    {
        Assert.Equal(
            $"""
            ---
            apiVersion: config.openshift.io/v1
            kind: ImageDigestMirrorSet
            metadata:
              name: idms-release-0
            spec:
              imageDigestMirrors:
              - mirrors:
                - {_destination.Endpoint}/ocp/openshift/release-images
                source: quay.io/openshift-release-dev/ocp-release
              - mirrors:
                - {_destination.Endpoint}/ocp/openshift/release
                source: quay.io/openshift-release-dev/ocp-v4.0-art-dev

            """,
            _workspace.Output("cluster-resources", "idms-oc-mirror.yaml"));
        var signature = Convert.ToBase64String(_upstream.SignatureOf(release));
        Assert.Contains($"\n  sha256-{release.Payload.Digest.Hex}-1: {signature}\n", _workspace.Output("cluster-resources", "signature-configmap.yaml"), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_workspace.Output("cluster-resources", "signature-configmap.json"));
        Assert.Equal(signature, json.RootElement.GetProperty("binaryData").GetProperty($"sha256-{release.Payload.Digest.Hex}-1").GetString());
        var service = _workspace.Output("cluster-resources", "updateService.yaml");
        Assert.Contains($"\n  graphDataImage: {_destination.Endpoint}/ocp/openshift/graph-image:latest\n", service, StringComparison.Ordinal);
        Assert.Contains($"\n  releases: {_destination.Endpoint}/ocp/openshift/release-images\n", service, StringComparison.Ordinal);
        var graph = await Skopeo.RunAsync(["inspect", "--config", "--tls-verify=false", $"docker://{_destination.Endpoint}/ocp/openshift/graph-image:latest"], Token);
        Assert.Contains("cp -rp /var/lib/cincinnati-graph-data/*", graph.EnsureSuccess().OutputText, StringComparison.Ordinal);
    }

    /// <summary>What a cluster's container engine does with the mirror set that was emitted.</summary>
    private async Task AssertClusterPullsAsync(ImageContent component)
    {
        var idms = _workspace.Output("cluster-resources", "idms-oc-mirror.yaml").Split('\n').Select(line => line.Trim()).ToList();
        var conf = new StringBuilder();
        for (var i = 0; i < idms.Count; i++)
        {
            if (idms[i].StartsWith("source: ", StringComparison.Ordinal))
            {
                conf.Append($"[[registry]]\nprefix = \"{idms[i]["source: ".Length..]}\"\nlocation = \"nowhere.invalid/x\"\nmirror-by-digest-only = true\n")
                    .Append($"[[registry.mirror]]\nlocation = \"{idms[i - 1]["- ".Length..]}\"\ninsecure = true\n\n");
            }
        }

        var pulled = _workspace.Folder.Combine("pulled");
        var result = await Skopeo.RunAsync(
            [
                "--registries-conf", _workspace.Folder.WriteFile("cluster/registries.conf", conf.ToString()),
                "copy", "--quiet", $"docker://quay.io/{TestRelease.ComponentRepository}@{component.Digest}", $"dir:{pulled}",
            ],
            Token);
        result.EnsureSuccess();
        Assert.Equal(component.Digest, Digest.Of(await File.ReadAllBytesAsync(Path.Combine(pulled, "manifest.json"), Token)));
    }

    [Fact]
    public async Task Nested_paths_are_folded_in_names_and_resources_alike()
    {
        var release = await OfferAsync(TestRelease.Of("4.20.9", Components));
        _upstream.Channel("stable-4.20", "amd64", release);
        await PushBaseAsync();
        Configure("graph: true\nchannels:\n- name: stable-4.20");

        await _workspace.PublishAsync(_workspace.Options(Destination) with { MaxNestedPaths = 2 }, Token);

        Assert.Equal(release.Payload.Digest, await DigestAtDestinationAsync("openshift-release-images:4.20.9-x86_64"));
        foreach (var (name, image) in release.Components)
        {
            Assert.Equal(image.Digest, await DigestAtDestinationAsync($"openshift-release:4.20.9-x86_64-{name}"));
        }

        await Skopeo.CopyAsync($"docker://{_destination.Endpoint}/ocp/openshift-graph-image:latest", $"dir:{_workspace.Folder.Combine("graph")}", all: true, Token);
        var service = _workspace.Output("cluster-resources", "updateService.yaml");
        Assert.Contains($"\n  graphDataImage: {_destination.Endpoint}/ocp/openshift-graph-image:latest\n", service, StringComparison.Ordinal);
        Assert.Contains($"\n  releases: {_destination.Endpoint}/ocp/openshift-release-images\n", service, StringComparison.Ordinal);
        Assert.DoesNotContain("openshift/release", _workspace.Output("installer", "install-config-images.yaml"), StringComparison.Ordinal);
        await AssertClusterPullsAsync(release.Components["etcd"]);
    }

    [Fact]
    public async Task Release_of_the_community_distribution_comes_from_its_own_graph_under_its_own_key()
    {
        var release = await OfferAsync(TestRelease.Of("4.20.0-okd-scos.9", Components));
        _upstream.Channel("4-scos-stable", "amd64", release);
        _workspace.Variables["OKD_UPDATE_URL_OVERRIDE"] = _workspace.Variables["UPDATE_URL_OVERRIDE"];
        _workspace.Variables["UPDATE_URL_OVERRIDE"] = "http://127.0.0.1:1/nobody";
        Configure("channels:\n- name: 4-scos-stable\n  type: okd");

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Equal(release.Payload.Digest, await DigestAtDestinationAsync($"openshift/release-images:{release.Tag}"));
        Assert.Contains($"sha256-{release.Payload.Digest.Hex}-1", _workspace.Output("cluster-resources", "signature-configmap.yaml"), StringComparison.Ordinal);
        await AssertClusterPullsAsync(release.Components["etcd"]);
        await _workspace.LockAsync(Token, Engine.Options.LockMode.Locked);
    }

    [Fact]
    public async Task Release_of_190_components_costs_at_most_200_requests_and_again_none()
    {
        var release = await OfferAsync(TestRelease.Of("4.20.9", [.. Enumerable.Range(0, 190).Select(i => ($"component-{i:000}", $"content {i}"))]));
        _upstream.Channel("stable-4.20", "amd64", release);
        Configure("channels:\n- name: stable-4.20");
        await _source.ForgetRequestsAsync(Token);

        await _workspace.LockAsync(Token);

        var requests = await _source.RequestsAsync(Token);
        var lockText = _workspace.LockText;
        Assert.InRange(requests.Count, 191, 200);
        Assert.DoesNotContain(requests, request => request.Path.Contains($"{TestRelease.ComponentRepository}/blobs", StringComparison.Ordinal));
        Assert.Equal(1, requests.Count(request => request.Path.Contains("/blobs/", StringComparison.Ordinal)));
        Assert.Equal(2, _upstream.Requests.Count);
        Assert.Equal(190, lockText.Split('\n').Count(line => line.Contains("\"component-", StringComparison.Ordinal)));

        await _source.ForgetRequestsAsync(Token);
        await _workspace.LockAsync(Token);

        Assert.Empty(await _source.RequestsAsync(Token));
        Assert.Equal(2, _upstream.Requests.Count);
        Assert.Equal(lockText, _workspace.LockText);
    }

    [Fact]
    public async Task Second_publish_asks_no_source_and_each_image_once()
    {
        var release = await OfferAsync(TestRelease.Of("4.20.9", Components));
        _upstream.Channel("stable-4.20", "amd64", release);
        await PushBaseAsync();
        Configure("graph: true\nchannels:\n- name: stable-4.20");
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        await _source.ForgetRequestsAsync(Token);
        await _destination.ForgetRequestsAsync(Token);
        var asked = _upstream.Requests.Count;

        var results = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Empty(await _source.RequestsAsync(Token));
        Assert.Equal(asked, _upstream.Requests.Count);
        Assert.Equal(5, (await _destination.RequestsAsync(Token)).Count(request => request.Path.Contains("/manifests/", StringComparison.Ordinal)));
        Assert.All(results.Skip(1), step => Assert.True(step.Result.IsUpToDate, $"{step.Step}: {step.Result.Message}"));
    }

    [Fact]
    public async Task Shared_layers_cross_once_and_component_manifests_of_two_releases_too()
    {
        var first = await OfferAsync(TestRelease.Of("4.20.8", Components));
        var second = await OfferAsync(TestRelease.Of("4.20.9", [.. Components[..2], ("etcd", "etcd 2")]));
        _upstream.Channel("stable-4.20", "amd64", first, second);
        Configure("channels:\n- name: stable-4.20\n  minVersion: 4.20.8");

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        var requests = await _destination.RequestsAsync(Token);
        var blobs = requests.Where(r => r.Method == "PUT" && r.Path.Contains("/blobs/", StringComparison.Ordinal)).ToList();
        Assert.Equal(blobs.Count, blobs.Select(r => r.Query[r.Query.IndexOf("digest=", StringComparison.Ordinal)..]).Distinct().Count());
        var untagged = requests.Where(r => r.Method == "PUT" && r.Path.Contains("/release/manifests/sha256", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, untagged.Count);
        Assert.Equal(6, requests.Count(r => r.Method == "PUT" && r.Path.Contains("/release/manifests/4.20.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Fetched_store_publishes_frozen_after_everything_upstream_is_gone()
    {
        var release = await OfferAsync(TestRelease.Of("4.20.9", Components));
        _upstream.Channel("stable-4.20", "amd64", release);
        await PushBaseAsync();
        Configure("graph: true\nchannels:\n- name: stable-4.20");
        await _workspace.LockAsync(Token);
        using (var engine = _workspace.NewEngine(_workspace.Options(null)))
        {
            await engine.FetchAsync(Token);
        }

        await _source.DisposeAsync();
        await _upstream.DisposeAsync();
        await _workspace.PublishAsync(_workspace.Options(Destination) with { LockMode = Engine.Options.LockMode.Frozen }, Token);

        Assert.Equal(release.Payload.Digest, await DigestAtDestinationAsync("openshift/release-images:4.20.9-x86_64"));
        await Skopeo.CopyAsync($"docker://{_destination.Endpoint}/ocp/openshift/graph-image:latest", $"dir:{_workspace.Folder.Combine("graph")}", all: true, Token);
    }

    [Fact]
    public async Task Archive_brings_release_graph_and_signatures_across_the_gap()
    {
        var release = await OfferAsync(TestRelease.Of("4.20.9", Components));
        _upstream.Channel("stable-4.20", "amd64", release);
        await PushBaseAsync();
        Configure("graph: true\nchannels:\n- name: stable-4.20");
        await _workspace.LockAsync(Token);
        using (var engine = _workspace.NewEngine(_workspace.Options(null)))
        {
            await engine.FetchAsync(Token);
            await engine.PackAsync(Token);
        }

        await _source.DisposeAsync();
        await _upstream.DisposeAsync();
        using var inside = new MirrorWorkspace();
        await inside.PublishAsync(
            inside.Options(Destination) with { From = [_workspace.Folder.Combine("output", "archives")], IsConfigurationOptional = true }, Token);

        Assert.Equal(release.Payload.Digest, await DigestAtDestinationAsync("openshift/release-images:4.20.9-x86_64"));
        await Skopeo.CopyAsync($"docker://{_destination.Endpoint}/ocp/openshift/graph-image:latest", $"dir:{inside.Folder.Combine("graph")}", all: true, Token);
        Assert.Contains(Convert.ToBase64String(_upstream.SignatureOf(release)), inside.Output("cluster-resources", "signature-configmap.yaml"), StringComparison.Ordinal);
    }
}
