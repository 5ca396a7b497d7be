using System.Text;
using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Faults;

namespace Mirror.EndToEnd.Tests.Releases;

/// <summary>Releases are critical: what is wrong with one is named, and nothing half done is visible.</summary>
public sealed class ReleaseFailureTests(GpgSigner signer) : IClassFixture<GpgSigner>, IAsyncLifetime
{
    private static readonly (string, string)[] Components = [("cli", "cli 1"), ("cluster-version-operator", "cvo 1"), ("etcd", "etcd 1")];

    private readonly FaultyRegistry _destination = new();
    private ReleaseWorld _world = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MirrorWorkspace Workspace => _world.Workspace;

    private string Destination => $"docker://{_destination.Endpoint}/ocp";

    public async ValueTask InitializeAsync()
    {
        _world = await ReleaseWorld.StartAsync(signer);
        _world.Configure("channels:\n- name: stable-4.20");
    }

    public async ValueTask DisposeAsync()
    {
        await _destination.DisposeAsync();
        await _world.DisposeAsync();
    }

    private async Task<TestRelease> OfferAsync(ReleaseShape? shape = null)
    {
        var release = await _world.OfferAsync(TestRelease.Of("4.20.9", shape ?? new ReleaseShape(), Components));
        _world.Upstream.Channel("stable-4.20", "amd64", release);
        return release;
    }

    private Task<MirrorException> PublishFailsAsync(MirrorOptions? options = null) =>
        Assert.ThrowsAsync<MirrorException>(() => Workspace.PublishAsync(options ?? Workspace.Options(Destination), Token));

    /// <summary>The failure's code, exit code and words, and that nothing was published nor locked.</summary>
    private async Task AssertRefusedAsync(string code, ExitCode exitCode, params string[] words)
    {
        var failure = await PublishFailsAsync();

        Assert.Equal((code, exitCode), (failure.Diagnostics[0].Code.Id, failure.ExitCode));
        Assert.All(words, word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
        Assert.StartsWith("mirror/imageset.yaml(", failure.Diagnostics[0].Span!.ToString(), StringComparison.Ordinal);
        Assert.Empty(_destination.Requests);
        Assert.False(File.Exists(Workspace.Folder.Combine("mirror", "mirror.lock.json")));
    }

    [Fact]
    public async Task Signature_store_that_fails_is_named_with_the_release()
    {
        await OfferAsync();
        _world.Upstream.Guard = request => request.Path.Contains("signature", StringComparison.Ordinal) ? new ServerAnswer(503) : null;

        await AssertRefusedAsync("MIR2203", ExitCode.Source, "'4.20.9'", _world.Upstream.Endpoint, "503");
    }

    [Fact]
    public async Task Release_without_a_signature_is_refused()
    {
        var release = await OfferAsync();
        _world.Upstream.Guard = request => request.Path.Contains("signature", StringComparison.Ordinal) ? new ServerAnswer(404) : null;

        await AssertRefusedAsync("MIR2301", ExitCode.Source, "'4.20.9'", release.Payload.Digest.ToString());
    }

    [Fact]
    public async Task Signature_of_another_release_is_refused()
    {
        var release = await OfferAsync();
        await _world.Upstream.SignAsync(release, TestDigest.Of("another"));

        await AssertRefusedAsync("MIR2312", ExitCode.Policy, "'4.20.9'", TestDigest.Of("another").ToString());
    }

    [Fact]
    public async Task Changed_signature_is_refused()
    {
        var release = await OfferAsync();
        var signature = _world.Upstream.SignatureOf(release);
        signature[signature.Length / 2] ^= 1;

        var failure = await PublishFailsAsync();

        Assert.Equal(ExitCode.Policy, failure.ExitCode);
        Assert.Empty(_destination.Requests);
    }

    [Fact]
    public async Task Web_page_in_place_of_a_graph_is_named()
    {
        _world.Upstream.Guard = _ => new ServerAnswer(200) { Headers = [("Content-Type", "text/html")], Body = Encoding.UTF8.GetBytes("<html>Log in</html>") };

        await AssertRefusedAsync("MIR2204", ExitCode.Source, _world.Upstream.Endpoint, "'stable-4.20'");
    }

    [Fact]
    public async Task Update_service_that_is_down_is_named()
    {
        await _world.Upstream.DisposeAsync();

        await AssertRefusedAsync("MIR2201", ExitCode.Source, _world.Upstream.Endpoint);
    }

    [Fact]
    public async Task Empty_graph_names_channel_and_architecture() =>
        await AssertRefusedAsync("MIR2212", ExitCode.Configuration, "'stable-4.20'", "'amd64'");

    [Fact]
    public async Task Unknown_version_suggests_the_nearest()
    {
        await OfferAsync();
        _world.Configure("channels:\n- name: stable-4.20\n  minVersion: 4.20.7\n  maxVersion: 4.20.9\n  shortestPath: true");

        await AssertRefusedAsync("MIR2213", ExitCode.Configuration, "'4.20.7'", "'4.20.9'");
    }

    [Fact]
    public async Task Payload_without_image_references_is_named()
    {
        var release = await OfferAsync(new ReleaseShape { HasReferences = false });

        await AssertRefusedAsync("MIR2331", ExitCode.Source, release.Reference, "image-references");
    }

    [Fact]
    public async Task Payload_of_another_version_is_refused()
    {
        await OfferAsync(new ReleaseShape { ClaimedVersion = "4.12.0" });

        await AssertRefusedAsync("MIR2218", ExitCode.Policy, "'4.12.0'", "'4.20.9'");
    }

    [Fact]
    public async Task Components_that_are_missing_are_all_named_with_their_release()
    {
        var release = await OfferAsync();
        await _world.LoseAsync(TestRelease.ComponentRepository, "manifests", release.Components["cli"].Digest);
        await _world.LoseAsync(TestRelease.ComponentRepository, "manifests", release.Components["etcd"].Digest);

        await AssertRefusedAsync("MIR2316", ExitCode.Source, "'cli' of release '4.20.9'", "'etcd' of release '4.20.9'", release.Components["etcd"].Digest.ToString());
    }

    [Fact]
    public async Task Payload_that_is_missing_is_named()
    {
        var release = TestRelease.Of("4.20.9", Components);
        await _world.Upstream.SignAsync(release);
        _world.Upstream.Channel("stable-4.20", "amd64", release);

        await AssertRefusedAsync("MIR2316", ExitCode.Source, release.Reference);
    }

    [Fact]
    public async Task Layer_that_the_source_loses_stops_the_run_and_no_tag_appears()
    {
        var release = await OfferAsync();
        await Workspace.LockAsync(Token);
        var etcd = release.Components["etcd"];
        var layer = etcd.Blobs[^1];
        await _world.LoseAsync(TestRelease.ComponentRepository, "blobs", layer.Descriptor.Digest);

        var failure = await PublishFailsAsync();

        Assert.Equal(("MIR5003", ExitCode.Source), (failure.Diagnostics[0].Code.Id, failure.ExitCode));
        Assert.Equal("MIR5010", failure.Diagnostics[^1].Code.Id);
        Assert.Contains("4.20.9, etcd", failure.Message, StringComparison.Ordinal);
        AssertNoTags();
        Assert.False(Workspace.HasOutput("cluster-resources", "idms-oc-mirror.yaml"));

        await _world.PushAsync(TestRelease.ComponentRepository, null, etcd);
        await Workspace.PublishAsync(Workspace.Options(Destination), Token);
        Assert.NotNull(_destination.Content.FindManifest("ocp/openshift/release-images", release.Tag));
        Assert.NotNull(_destination.Content.FindManifest("ocp/openshift/release", $"{release.Tag}-etcd"));
    }

    [Fact]
    public async Task Manifest_that_the_destination_refuses_stops_the_run_and_no_tag_appears()
    {
        var release = await OfferAsync();
        var refused = release.Components["cli"].Digest;
        _destination.Guard = request => request.Method == "PUT" && request.Path.EndsWith($"/manifests/{refused}", StringComparison.Ordinal)
            ? ServerAnswer.Error(403, "DENIED", "no")
            : null;

        var failure = await PublishFailsAsync();

        Assert.Equal(ExitCode.Destination, failure.ExitCode);
        Assert.Contains("4.20.9, cli", failure.Message, StringComparison.Ordinal);
        Assert.Equal("MIR5010", failure.Diagnostics[^1].Code.Id);
        AssertNoTags();
    }

    [Fact]
    public async Task Failure_of_a_release_ends_what_other_images_are_waiting_for()
    {
        var release = await OfferAsync();
        await _world.PushAsync("extra/app", "1", ImageBuilder.Simple("extra"));
        _world.Configure("channels:\n- name: stable-4.20", "  additionalImages:\n  - name: quay.io/extra/app:1\n");
        await Workspace.LockAsync(Token);
        await _world.LoseAsync(TestRelease.ComponentRepository, "blobs", release.Components["etcd"].Blobs[^1].Descriptor.Digest);
        var held = new TaskCompletionSource();
        _destination.Guard = request => request.Method == "POST" && request.Path.StartsWith("/v2/ocp/extra/", StringComparison.Ordinal)
            ? new ServerAnswer(500) { HoldHead = held.Task }
            : null;

        // Would never end if the upload of the other image were waited for.
        var failure = await PublishFailsAsync();
        held.SetResult();

        Assert.Equal("MIR5010", failure.Diagnostics[^1].Code.Id);
        Assert.Null(_destination.Content.FindManifest("ocp/extra/app", "1"));
    }

    [Fact]
    public async Task Payload_is_tagged_after_all_components()
    {
        var release = await OfferAsync();

        await Workspace.PublishAsync(Workspace.Options(Destination), Token);

        var puts = _destination.Requests.Where(request => request.Method == "PUT" && request.Path.Contains("/manifests/", StringComparison.Ordinal)).Select(request => request.Path).ToList();
        Assert.EndsWith($"/release-images/manifests/{release.Tag}", puts[^1], StringComparison.Ordinal);
        var tags = puts.FindIndex(path => path.Contains($"/manifests/{release.Tag}", StringComparison.Ordinal));
        Assert.Equal((4, 8), (tags, puts.Count));
    }

    [Fact]
    public async Task Graph_data_that_moved_on_are_taken_from_the_store_or_the_destination_and_else_the_way_out_is_told()
    {
        await _world.PushBaseAsync();
        _world.Configure("graph: true");
        await Workspace.PublishAsync(Workspace.Options(Destination), Token);
        var pinned = Workspace.LockText;
        _world.Upstream.GraphData = ReleaseUpstream.DataOf("2.0.0");

        // From the destination: it has lost the tag, and this machine its store.
        Directory.Delete(Workspace.Folder.Combine("store"), recursive: true);
        _destination.Content.AddManifest("ocp/openshift/graph-image", "latest", MediaTypes.OciManifest, ImageBuilder.Simple("other").Manifest.Bytes.ToArray());
        await Workspace.PublishAsync(Workspace.Options(Destination), Token);
        Assert.Contains(Digest.Of(_destination.Content.FindManifest("ocp/openshift/graph-image", "latest")!).ToString(), pinned, StringComparison.Ordinal);

        // From the store: another destination never had it.
        await Workspace.PublishAsync(Workspace.Options($"docker://{_destination.Endpoint}/other"), Token);
        Assert.NotNull(_destination.Content.FindManifest("other/openshift/graph-image", "latest"));

        // From nowhere.
        Directory.Delete(Workspace.Folder.Combine("store"), recursive: true);
        var failure = await PublishFailsAsync(Workspace.Options($"docker://{_destination.Endpoint}/third"));
        Assert.Equal(("MIR2219", ExitCode.Source), (failure.Diagnostics[0].Code.Id, failure.ExitCode));
        Assert.Contains("--target Lock --update platform/graph", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'--from'", failure.Message, StringComparison.Ordinal);
        var frozen = await PublishFailsAsync(Workspace.Options($"docker://{_destination.Endpoint}/third") with { LockMode = LockMode.Frozen });
        Assert.Equal("MIR5008", frozen.Diagnostics[0].Code.Id);
    }

    [Fact]
    public async Task Graph_data_that_moved_on_are_taken_from_an_archive()
    {
        await _world.PushBaseAsync();
        _world.Configure("graph: true");
        await Workspace.LockAsync(Token);
        using (var outside = Workspace.NewEngine(Workspace.Options(null)))
        {
            await outside.FetchAsync(Token);
            await outside.PackAsync(Token);
        }

        // A runner that has the lock, the archive and the network, but nothing else.
        _world.Upstream.GraphData = ReleaseUpstream.DataOf("2.0.0");
        Directory.Delete(Workspace.Folder.Combine("store"), recursive: true);
        await PublishFailsAsync();
        await Workspace.PublishAsync(Workspace.Options(Destination) with { LockMode = LockMode.Locked, From = [Workspace.Folder.Combine("output", "archives")] }, Token);

        Assert.Contains(Digest.Of(_destination.Content.FindManifest("ocp/openshift/graph-image", "latest")!).ToString(), Workspace.LockText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "MIR6002", "no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "MIR6002", "damaged")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "MIR6002", "private key")]
    [InlineData(null, "MIR6001", "cannot be read")]
    public async Task Wrong_bundle_of_authorities_is_refused(string? content, string code, string problem)
    {
        await OfferAsync();
        await Workspace.LockAsync(Token);
        var path = content is null ? Workspace.Folder.Combine("missing.pem") : Workspace.Folder.WriteFile("bundle.pem", content);
        using var engine = Workspace.NewEngine(Workspace.Options(Destination) with { CaBundle = path });

        var failure = await Assert.ThrowsAsync<MirrorException>(() => engine.EmitResourcesAsync(Token));

        Assert.Equal((code, ExitCode.Configuration), (failure.Diagnostics[0].Code.Id, failure.ExitCode));
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    private void AssertNoTags() => Assert.DoesNotContain(
        _destination.Requests,
        request => request.Method == "PUT" && request.Path.Contains("/manifests/", StringComparison.Ordinal) && !request.Path.Contains("/manifests/sha256:", StringComparison.Ordinal));
}
