using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;

namespace Mirror.EndToEnd.Tests.Releases;

/// <summary>What Resolve makes of a platform, and what it keeps when the configuration changes.</summary>
public sealed class ReleaseResolveTests(GpgSigner signer) : IClassFixture<GpgSigner>, IAsyncLifetime
{
    private const string BootImages = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: coreos-bootimages
        data:
          stream: |
            {"architectures": {"x86_64": {"images": {"kubevirt": {"digest-ref": "quay.io/openshift-release-dev/ocp-v4.0-art-dev@DIGEST"}}}}}

        """;

    private static readonly (string, string)[] Components = [("cli", "cli 1"), ("cluster-version-operator", "cvo 1"), ("etcd", "etcd 1")];

    private ReleaseWorld _world = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private MirrorWorkspace Workspace => _world.Workspace;

    public async ValueTask InitializeAsync() => _world = await ReleaseWorld.StartAsync(signer);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private IEnumerable<string> Versions() => Workspace.LockText.Split('\n')
        .Where(line => line.StartsWith("        \"", StringComparison.Ordinal) && line.EndsWith("\": {", StringComparison.Ordinal))
        .Select(line => line.Trim()[1..^4]);

    [Fact]
    public async Task Z_stream_bump_shows_the_version_and_what_changed()
    {
        var old = await _world.OfferAsync(TestRelease.Of("4.20.8", Components));
        var now = await _world.OfferAsync(TestRelease.Of("4.20.9", [("cli", "cli 1"), ("cluster-version-operator", "cvo 2"), ("etcd", "etcd 1")]));
        _world.Upstream.Channel("stable-4.20", "amd64", old, now);
        _world.Configure("channels:\n- name: stable-4.20\n  minVersion: 4.20.8\n  maxVersion: 4.20.8");
        await Workspace.LockAsync(Token);
        var before = Workspace.LockText;
        _world.Configure("channels:\n- name: stable-4.20\n  minVersion: 4.20.9\n  maxVersion: 4.20.9");
        _world.Source.ForgetRequests();

        await Workspace.LockAsync(Token);

        var lines = _world.LinesSince(before);
        Assert.Equal(7, lines.Count);
        Assert.StartsWith("\"inputHash\"", lines[0], StringComparison.Ordinal);
        Assert.Equal("\"requested\": \"maxVersion 4.20.9, minVersion 4.20.9\"", lines[1]);
        Assert.Equal("\"4.20.9\": {", lines[2]);
        Assert.Contains(now.Payload.Digest.ToString(), lines[3], StringComparison.Ordinal);
        Assert.Equal("\"tag\": \"4.20.9-x86_64\"", lines[4]);
        Assert.Equal("\"errata\": \"https://errata.example.com/4.20.9\"", lines[5]);
        Assert.Contains(now.Components["cluster-version-operator"].Digest.ToString(), lines[6], StringComparison.Ordinal);
        var manifests = _world.Source.Requests.Where(r => r.Path.Contains("/manifests/", StringComparison.Ordinal)).Select(r => r.Path.Split('/')[^1]);
        Assert.Equal(new[] { now.Payload.Digest.ToString(), now.Components["cluster-version-operator"].Digest.ToString() }.Order(), manifests.Order());
    }

    [Fact]
    public async Task Wider_range_keeps_the_releases_that_are_locked()
    {
        var old = await _world.OfferAsync(TestRelease.Of("4.20.8", Components));
        var now = await _world.OfferAsync(TestRelease.Of("4.20.9", Components));
        _world.Upstream.Channel("stable-4.20", "amd64", old, now);
        _world.Configure("channels:\n- name: stable-4.20\n  minVersion: 4.20.9");
        await Workspace.LockAsync(Token);
        _world.Configure("channels:\n- name: stable-4.20\n  minVersion: 4.20.8");
        _world.Source.ForgetRequests();

        await Workspace.LockAsync(Token);

        Assert.Equal(["4.20.8", "4.20.9"], Versions());
        Assert.DoesNotContain(_world.Source.Requests, request => request.Path.Contains(now.Payload.Digest.Hex, StringComparison.Ordinal));
        Assert.Equal(2, _world.Upstream.Requests.Count(request => request.Path.Contains("signature-1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task New_release_upstream_changes_nothing_until_the_channel_is_moved()
    {
        var old = await _world.OfferAsync(TestRelease.Of("4.20.8", Components));
        _world.Upstream.Channel("stable-4.20", "amd64", old);
        _world.Configure("channels:\n- name: stable-4.20");
        await Workspace.LockAsync(Token);
        var now = await _world.OfferAsync(TestRelease.Of("4.20.9", Components));
        _world.Upstream.Channel("stable-4.20", "amd64", old, now);

        await Workspace.LockAsync(Token);
        Assert.Equal(["4.20.8"], Versions());

        _world.Configure("channels:\n- name: stable-4.20\nsignatures: if-present");
        await Workspace.LockAsync(Token);
        Assert.Equal(["4.20.8"], Versions());

        await Workspace.LockAsync(Token, LockMode.Update, "stable-4.20/amd64");
        Assert.Equal(["4.20.9"], Versions());
        Assert.Contains("\"because\": \"head of stable-4.20\"", Workspace.LockText, StringComparison.Ordinal);
        Assert.DoesNotContain(old.Payload.Digest.ToString(), File.ReadAllText(Workspace.Folder.Combine("mirror", "mirror.lock.referrers.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shortest_path_names_its_steps_and_their_risks_in_lock_and_warnings()
    {
        var releases = await Task.WhenAll(new[] { "4.20.7", "4.20.8", "4.20.9", "4.20.10" }.Select(version => _world.OfferAsync(TestRelease.Of(version, Components))));
        _world.Upstream.Channel("stable-4.20", "amd64", [(0, 1), (0, 2), (1, 2)], "OldBootImages", releases);
        _world.Configure("channels:\n- name: stable-4.20\n  minVersion: 4.20.7\n  maxVersion: 4.20.10\n  shortestPath: true");

        await Workspace.LockAsync(Token);

        Assert.Contains("\"4.20.7 -> 4.20.9\": {},\n        \"4.20.9 -> 4.20.10\": {\"OldBootImages\": \"https://risks.example.com/OldBootImages\"}\n", Workspace.LockText, StringComparison.Ordinal);
        Assert.Contains("\"4.20.10\": {\n          \"because\": \"end of the path in stable-4.20\"", Workspace.LockText, StringComparison.Ordinal);
        Assert.DoesNotContain("\"4.20.8\"", Workspace.LockText, StringComparison.Ordinal);
        var warning = Assert.Single(Workspace.Warnings);
        Assert.Equal(("MIR2702", "mirror/imageset.yaml(9,21)"), (warning.Code.Id, warning.Span!.ToString()));
        Assert.Contains("\"warnings\": [\n        \"MIR2702: The upgrade path", Workspace.LockText, StringComparison.Ordinal);

        Workspace.Warnings.Clear();
        await Workspace.LockAsync(Token);
        Assert.Equal(warning.Message, Assert.Single(Workspace.Warnings).Message);
    }

    [Fact]
    public async Task Missing_upgrade_path_is_a_warning_in_the_lock_and_both_ends_are_mirrored()
    {
        var releases = await Task.WhenAll(new[] { "4.20.7", "4.20.8", "4.20.9" }.Select(version => _world.OfferAsync(TestRelease.Of(version, Components))));
        _world.Upstream.Channel("stable-4.20", "amd64", [(0, 1)], null, releases);
        _world.Configure("channels:\n- name: stable-4.20\n  minVersion: 4.20.7\n  maxVersion: 4.20.9\n  shortestPath: true");

        await Workspace.LockAsync(Token);

        Assert.Equal(["4.20.7", "4.20.9"], Versions());
        Assert.Contains("\"warnings\": [\n        \"MIR2701: There is no upgrade path from '4.20.7' to '4.20.9'", Workspace.LockText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_channels_bring_the_way_between_them()
    {
        var releases = await Task.WhenAll(new[] { "4.18.1", "4.19.5", "4.20.2" }.Select(version => _world.OfferAsync(TestRelease.Of(version, Components))));
        _world.Upstream.Channel("stable-4.18", "amd64", releases[0]);
        _world.Upstream.Channel("stable-4.19", "amd64", releases[0], releases[1]);
        _world.Upstream.Channel("stable-4.20", "amd64", releases[1], releases[2]);
        _world.Configure("channels:\n- name: stable-4.18\n- name: stable-4.20");

        await Workspace.LockAsync(Token);

        Assert.Equal(["4.18.1", "4.20.2", "4.18.1", "4.19.5", "4.20.2"], Versions());
        Assert.Contains("\"platform/upgrade-path/amd64\": {", Workspace.LockText, StringComparison.Ordinal);
        Assert.Equal(3, _world.Upstream.Requests.Count(request => request.Path.Contains("signature-1", StringComparison.Ordinal)));
        Assert.Equal(3, _world.Upstream.Requests.Count(request => request.Path.EndsWith("/graph", StringComparison.Ordinal)));
        Assert.Equal(
            ["head of stable-4.18", "head of stable-4.20", "end of the path in stable-4.18", "end of the path in stable-4.19", "end of the path in stable-4.20"],
            Workspace.LockText.Split('\n').Where(line => line.Contains("\"because\"", StringComparison.Ordinal)).Select(line => line.Split('"')[3]));
    }

    [Fact]
    public async Task Architectures_do_not_bound_each_other()
    {
        var amd = await _world.OfferAsync(TestRelease.Of("4.20.9", Components));
        var arm = await _world.OfferAsync(TestRelease.Of("4.20.7", new ReleaseShape { Architectures = ["arm64"], TagSuffix = "aarch64" }, Components));
        _world.Upstream.Channel("stable-4.20", "amd64", amd);
        _world.Upstream.Channel("stable-4.20", "arm64", arm);
        _world.Configure("architectures: [amd64, arm64]\nchannels:\n- name: stable-4.20");

        await Workspace.LockAsync(Token);

        Assert.Equal(["4.20.9", "4.20.7"], Versions());
        Assert.Contains("\"tag\": \"4.20.7-aarch64\"", Workspace.LockText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Platforms_take_the_multi_payload_and_weigh_only_what_they_choose()
    {
        var shape = new ReleaseShape { Architectures = ["amd64", "arm64"], TagSuffix = "multi" };
        var release = await _world.OfferAsync(TestRelease.Of("4.20.9", shape, Components));
        _world.Upstream.Channel("stable-4.20", "multi", release);
        _world.Configure("platforms:\n- os: linux\n  architecture: arm64\nchannels:\n- name: stable-4.20");
        _world.Source.ForgetRequests();

        await Workspace.LockAsync(Token);

        Assert.Contains("\"platform/stable-4.20/multi\": {", Workspace.LockText, StringComparison.Ordinal);
        Assert.Contains("\"platforms\": [\"linux/arm64\"]", Workspace.LockText, StringComparison.Ordinal);
        var cli = release.Components["cli"];
        var arm = cli.Children[1];
        var size = cli.Manifest.Bytes.Length + arm.Manifest.Bytes.Length + arm.Blobs.Sum(blob => blob.Bytes.Length);
        Assert.Contains($"\"cli\": {{\"image\": \"quay.io/{TestRelease.ComponentRepository}@{cli.Digest}\", \"size\": {size}}}", Workspace.LockText, StringComparison.Ordinal);
        Assert.DoesNotContain(_world.Source.Requests, request => request.Path.Contains(cli.Children[0].Digest.Hex, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Payload_by_tag_of_a_private_copy_keeps_the_name_that_was_signed()
    {
        var release = await _world.OfferAsync(TestRelease.Of("4.20.9", Components));
        await _world.PushAsync("copy/release", "prod", release.Payload);
        _world.Configure("release: private.example.com/copy/release:prod");

        await Workspace.LockAsync(Token);

        Assert.Contains("\"platform/release/private.example.com/copy/release:prod\": {", Workspace.LockText, StringComparison.Ordinal);
        Assert.Contains($"\"payload\": {{\"image\": \"private.example.com/copy/release@{release.Payload.Digest}\"", Workspace.LockText, StringComparison.Ordinal);
        Assert.Contains("\"tag\": \"4.20.9-x86_64\",\n          \"signedName\": \"quay.io/openshift-release-dev/ocp-release\"", Workspace.LockText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ignored_signatures_ask_nobody_and_tag_by_digest()
    {
        var release = TestRelease.Of("4.20.9", Components);
        await _world.OfferAsync(release);
        _world.Configure($"release: {release.Reference}\nsignatures: ignore");

        await Workspace.LockAsync(Token);

        Assert.DoesNotContain("\"tag\"", Workspace.LockText, StringComparison.Ordinal);
        Assert.Empty(_world.Upstream.Requests);
        using var engine = Workspace.NewEngine(Workspace.Options("docker://registry.example.com"));
        var images = await engine.ImagesAsync(Token);
        Assert.Equal($"openshift/release-images:{release.Payload.Digest.Hex}", images[^1].Target.ToString());
    }

    [Fact]
    public async Task Boot_images_come_along_when_asked_for()
    {
        var boot = ImageBuilder.Simple("boot", ImageFormat.Docker);
        await _world.PushAsync(TestRelease.ComponentRepository, null, boot);
        var shape = new ReleaseShape { BootImages = BootImages.Replace("DIGEST", boot.Digest.ToString(), StringComparison.Ordinal) };
        var release = await _world.OfferAsync(TestRelease.Of("4.20.9", shape, Components));
        _world.Upstream.Channel("stable-4.20", "amd64", release);
        _world.Configure("channels:\n- name: stable-4.20");
        await Workspace.LockAsync(Token);
        var before = Workspace.LockText;
        _world.Configure("kubeVirtContainer: true\nchannels:\n- name: stable-4.20");

        await Workspace.LockAsync(Token);

        var lines = _world.LinesSince(before);
        Assert.Equal(3, lines.Count);
        Assert.StartsWith($"\"kube-virt-container\": {{\"image\": \"quay.io/{TestRelease.ComponentRepository}@{boot.Digest}\"", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blocked_component_is_left_out_and_comes_back_when_it_is_allowed()
    {
        var release = await _world.OfferAsync(TestRelease.Of("4.20.9", Components));
        _world.Upstream.Channel("stable-4.20", "amd64", release);
        var etcd = release.Components["etcd"].Digest;
        _world.Configure("channels:\n- name: stable-4.20", $"  blockedImages:\n  - name: {etcd.Hex}\n");
        await Workspace.LockAsync(Token);
        Assert.Contains($"\"blocked\": [\"quay.io/{TestRelease.ComponentRepository}@{etcd}\"]", Workspace.LockText, StringComparison.Ordinal);
        Assert.DoesNotContain("\"etcd\"", Workspace.LockText, StringComparison.Ordinal);
        Assert.DoesNotContain(_world.Source.Requests, request => request.Path.Contains(etcd.Hex, StringComparison.Ordinal) && request.Method == "GET");

        _world.Configure("channels:\n- name: stable-4.20");
        await Workspace.LockAsync(Token);

        Assert.DoesNotContain("\"blocked\"", Workspace.LockText, StringComparison.Ordinal);
        Assert.Contains("\"etcd\"", Workspace.LockText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_image_is_the_same_on_every_machine_and_kept_until_it_is_moved()
    {
        await _world.PushBaseAsync();
        _world.Configure("graph: true");
        await Workspace.LockAsync(Token);
        var first = Workspace.LockText;
        Directory.Delete(Workspace.Folder.Combine("store"), recursive: true);
        File.Delete(Workspace.Folder.Combine("mirror", "mirror.lock.json"));

        await Workspace.LockAsync(Token);
        Assert.Equal(first, Workspace.LockText);

        _world.Upstream.GraphData = ReleaseUpstream.DataOf("2.0.0");
        await Workspace.LockAsync(Token);
        Assert.Equal(first, Workspace.LockText);

        await Workspace.LockAsync(Token, LockMode.Update, "platform/graph");
        Assert.Equal(["\"data\"", "\"derived\""], _world.LinesSince(first).Select(line => line.Split(':')[0]));
    }
}
