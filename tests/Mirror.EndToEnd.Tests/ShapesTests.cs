using System.Text;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Faults;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Images that no builder of today makes on purpose, but registries hold, on their way into a real registry.</summary>
public sealed class ShapesTests : IAsyncLifetime
{
    private const string Repository = "team/app";

    private readonly MirrorWorkspace _workspace = new();
    private readonly FaultyRegistry _source = new();
    private DockerRegistryProcess _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _destination = await DockerRegistryProcess.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        _workspace.Configure($"name: quay.io/{Repository}:1");
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _workspace.Dispose();
    }

    private string Blob(string mediaType, string content)
    {
        var blob = BlobContent.Of(mediaType, Encoding.UTF8.GetBytes(content));
        _source.Content.AddBlob(Repository, blob);
        return $$"""{"mediaType":"{{mediaType}}","digest":"{{blob.Descriptor.Digest}}","size":{{blob.Descriptor.Size}}}""";
    }

    private string Manifest(string mediaType, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        foreach (var reference in (string[])["1", Digest.Of(bytes).ToString()])
        {
            _source.Content.AddManifest(Repository, reference, mediaType, bytes);
        }

        return $$"""{"mediaType":"{{mediaType}}","digest":"{{Digest.Of(bytes)}}","size":{{bytes.Length}}}""";
    }

    private string OciManifest(string config, params string[] layers) => Manifest(
        MediaTypes.OciManifest,
        $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}","config":{{config}},"layers":[{{string.Join(",", layers)}}]}""");

    private void OciIndex(params string[] children) => Manifest(
        MediaTypes.OciIndex, $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciIndex}}","manifests":[{{string.Join(",", children)}}]}""");

    private string Config(string name = "config") => Blob(MediaTypes.OciConfig, $$$"""{"architecture":"amd64","os":"linux","name":"{{{name}}}","rootfs":{"type":"layers","diff_ids":[]}}""");

    private string Layer(string content) => Blob("application/vnd.oci.image.layer.v1.tar", content);

    private async Task AssertArrivesAsync()
    {
        var options = _workspace.Options($"docker://{_destination.Endpoint}/deep/name/space") with { Deep = true };

        await _workspace.PublishAsync(options, Token);

        var raw = await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/deep/name/space/{Repository}:1", Token);
        Assert.True(raw.Span.SequenceEqual(_source.Content.FindManifest(Repository, "1")));
        using var engine = _workspace.NewEngine(options);
        await engine.VerifyAsync(Token);
        using var offline = _workspace.NewEngine(_workspace.Options(null));
        await offline.FetchAsync(Token);
        await _workspace.PublishAsync(_workspace.Options("oci:layout") with { LockMode = Engine.Options.LockMode.Frozen }, Token);
    }

    [Fact]
    public async Task Index_in_an_index_arrives()
    {
        var image = OciManifest(Config(), Layer("a"));
        OciIndex(image);
        var inner = Encoding.UTF8.GetString(_source.Content.FindManifest(Repository, "1")!);
        OciIndex(Manifest(MediaTypes.OciIndex, inner), OciManifest(Config("other"), Layer("b")));

        await AssertArrivesAsync();
    }

    [Fact]
    public async Task Attestation_of_unknown_platform_arrives_with_its_index()
    {
        var image = OciManifest(Config(), Layer("a"));
        var attestation = OciManifest(Config("attestation"), Blob("application/vnd.in-toto+json", "{}"));
        OciIndex(
            $$$"""{{{image[..^1]}}},"platform":{"architecture":"amd64","os":"linux"}}""",
            $$$"""{{{attestation[..^1]}}},"platform":{"architecture":"unknown","os":"unknown"},"annotations":{"vnd.docker.reference.type":"attestation-manifest"}}""");

        await AssertArrivesAsync();
    }

    [Fact]
    public async Task Artifact_without_image_configuration_arrives()
    {
        OciManifest(Blob("application/vnd.oci.empty.v1+json", "{}"), Blob("application/vnd.example.model", "weights"));

        await AssertArrivesAsync();
    }

    [Fact]
    public async Task Artifact_without_layers_arrives()
    {
        OciManifest(Blob("application/vnd.cncf.helm.config.v1+json", "{\"name\":\"x\"}"));

        await AssertArrivesAsync();
    }

    [Fact]
    public async Task Manifest_without_its_media_type_arrives()
    {
        Manifest(MediaTypes.OciManifest, $$"""{"schemaVersion":2,"config":{{Config()}},"layers":[{{Layer("a")}}]}""");

        await AssertArrivesAsync();
    }

    [Fact]
    public async Task Index_without_its_media_type_arrives()
    {
        var child = OciManifest(Config(), Layer("a"));
        Manifest(MediaTypes.OciIndex, $$"""{"schemaVersion":2,"manifests":[{{child}}]}""");

        await AssertArrivesAsync();
    }

    [Fact]
    public async Task Empty_and_repeated_layers_arrive()
    {
        OciManifest(Config(), Layer(""), Layer("same"), Layer("same"), Layer(""));

        await AssertArrivesAsync();
    }

    [Fact]
    public async Task Blob_that_is_configuration_and_layer_arrives()
    {
        const string Content = "{\"architecture\":\"amd64\",\"os\":\"linux\"}";
        OciManifest(Blob(MediaTypes.OciConfig, Content), Layer(Content));

        await AssertArrivesAsync();
    }

    [Fact]
    public async Task Foreign_layer_stays_where_its_address_says()
    {
        var config = Blob(MediaTypes.DockerConfig, "{\"architecture\":\"amd64\",\"os\":\"windows\"}");
        var layer = Blob("application/vnd.docker.image.rootfs.diff.tar.gzip", "a");
        var foreign = $$"""{"mediaType":"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip","digest":"{{Digest.Of("far"u8)}}","size":3,"urls":["https://example.com/far"]}""";
        Manifest(
            MediaTypes.DockerManifest,
            $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.DockerManifest}}","config":{{config}},"layers":[{{foreign}},{{layer}}]}""");

        await AssertArrivesAsync();

        Assert.DoesNotContain(_source.Requests, request => request.Path.Contains(Digest.Of("far"u8).ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Web_page_instead_of_a_manifest_is_named_as_one()
    {
        _source.On("GET", "/manifests/1", new ServerAnswer(200) { Body = "<html><title>Sign in</title></html>"u8.ToArray() }.With("Content-Type", "text/html"), 10);

        var failure = await Assert.ThrowsAsync<Mirror.Model.Diagnostics.MirrorException>(() => _workspace.LockAsync(Token));

        Assert.Equal(Mirror.Model.Diagnostics.ExitCode.Source, failure.ExitCode);
        Assert.Contains("web page", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Burst_of_rate_limits_on_every_method_only_delays()
    {
        _source.Content.Add(Repository, "1", IndexBuilder.Simple("a", ImageFormat.Oci, "amd64", "arm64"));
        await using var destination = new FaultyRegistry();
        foreach (var method in (string[])["HEAD", "GET", "POST", "PUT"])
        {
            destination.On(method, "/v2/", new ServerAnswer(429).With("Retry-After", "0"), 3);
            _source.On(method, "/v2/", new ServerAnswer(429).With("Retry-After", "0"), 3);
        }

        await _workspace.PublishAsync(_workspace.Options($"docker://{destination.Endpoint}/ocp") with { RetryTimes = 5 }, Token);

        Assert.NotNull(destination.Content.FindManifest($"ocp/{Repository}", "1"));
    }

    [Fact]
    public async Task Uploads_that_the_destination_forgets_begin_again()
    {
        _source.Content.Add(Repository, "1", ImageBuilder.Simple("a"));
        await using var destination = new FaultyRegistry();
        destination.On("PUT", "/blobs/uploads/", ServerAnswer.Error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry"), 2);

        await _workspace.PublishAsync(_workspace.Options($"docker://{destination.Endpoint}/ocp") with { RetryTimes = 5 }, Token);

        Assert.NotNull(destination.Content.FindManifest($"ocp/{Repository}", "1"));
    }
}
