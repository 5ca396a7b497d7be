using System.Text;
using System.Text.Json.Nodes;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;
using Mirror.Testing.Operators;
using Mirror.Testing.Processes;
using static Mirror.EndToEnd.Tests.Operators.OperatorUpstream;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>Operators from one real registry into another, looked at with skopeo.</summary>
public sealed class OperatorPublishTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private readonly HttpClient _client = new();
    private DockerRegistryProcess _source = null!;
    private DockerRegistryProcess _destination = null!;
    private OperatorUpstream _upstream = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Destination => $"docker://{_destination.Endpoint}/ocp";

    private string PublishedCatalog => $"docker://{_destination.Endpoint}/ocp/catalogs/index:v1";

    private JsonNode Source => JsonNode.Parse(_workspace.LockText)!["sources"]![$"operators/{CatalogName}:v1"]!;

    public async ValueTask InitializeAsync()
    {
        _source = await DockerRegistryProcess.StartAsync(Token);
        _destination = await DockerRegistryProcess.StartAsync(Token);
        _upstream = new OperatorUpstream(_client, _source.BaseUri);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        await _upstream.PushSharedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _workspace.Dispose();
    }

    private static async Task<Digest> PublishedDigestAsync(string reference) => Digest.Of((await Skopeo.InspectRawAsync(reference, Token)).Span);

    private static string Tag(string package, string repository, string version) => $"sha256-{ImageOf(package, repository, version).Digest.Hex}";

    [Fact]
    public async Task Mirror_has_the_filtered_catalog_its_bundles_and_their_images()
    {
        await _upstream.PushOperatorAsync("foo", "0.1.0", "0.2.0");
        await _upstream.PushOperatorAsync("bar", "1.0.0");
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0"));
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n  packages:\n  - name: foo\n");

        var results = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Equal($"'{Destination}' has 4 images, 4 of them new", results[3].Result.Message);
        Assert.Equal((string?)Source["derived"]!["catalog"], (await PublishedDigestAsync(PublishedCatalog)).ToString());
        Assert.Equal(ImageOf("foo", "bundle", "0.2.0").Digest, await PublishedDigestAsync($"docker://{_destination.Endpoint}/ocp/foo/bundle:{Tag("foo", "bundle", "0.2.0")}"));
        Assert.Equal(ImageOf("foo", "operator", "0.2.0").Digest, await PublishedDigestAsync($"docker://{_destination.Endpoint}/ocp/foo/operator:{Tag("foo", "operator", "0.2.0")}"));
        Assert.Equal(ImageBuilder.Simple("proxy").Digest, await PublishedDigestAsync($"docker://{_destination.Endpoint}/ocp/shared/proxy:v1"));
        Assert.Contains("idms-operator-0", _workspace.Output("cluster-resources", "idms-oc-mirror.yaml"), StringComparison.Ordinal);
        Assert.Contains("itms-operator-0", _workspace.Output("cluster-resources", "itms-oc-mirror.yaml"), StringComparison.Ordinal);

        var again = await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        Assert.All(again.Skip(1), step => Assert.True(step.Result.IsUpToDate, $"{step.Step}: {step.Result.Message}"));
    }

    [Fact]
    public async Task Rebuilt_catalog_survives_skopeo_and_shows_only_what_was_selected()
    {
        await _upstream.PushOperatorAsync("foo", "0.1.0", "0.2.0");
        await _upstream.PushOperatorAsync("bar", "1.0.0");
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0"));
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n  packages:\n  - name: foo\n");
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        var published = await PublishedDigestAsync(PublishedCatalog);
        var folder = _workspace.Folder.Combine("pulled");

        await Skopeo.CopyAsync(PublishedCatalog, $"dir:{folder}", all: true, Token);
        await Skopeo.CopyAsync($"dir:{folder}", $"docker://{_destination.Endpoint}/back/index:v1", all: true, Token);

        Assert.Equal(published, await PublishedDigestAsync($"docker://{_destination.Endpoint}/back/index:v1"));
        var manifests = Directory.GetFiles(folder, "*.manifest.json");
        Assert.Equal(2, manifests.Length);
        foreach (var manifest in manifests)
        {
            var files = FlattenedImage.Read(folder, manifest);
            Assert.Equal(["bin/opm", "configs/foo/catalog.json"], files.Keys);
            var blobs = Encoding.UTF8.GetString(files["configs/foo/catalog.json"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
            Assert.Equal(
                ["olm.package foo", "olm.channel stable", "olm.bundle foo.v0.2.0"],
                blobs.Select(blob => $"{blob["schema"]} {blob["name"]}"));
        }
    }

    [Fact]
    public async Task Other_machine_builds_the_same_catalog_from_the_lock_alone()
    {
        await _upstream.PushOperatorAsync("foo", "0.1.0", "0.2.0");
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"));
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n  packages:\n  - name: foo\n    minVersion: 0.1.0\n    defaultChannel: stable\n");
        await _workspace.LockAsync(Token);
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0", "0.3.0"));
        Directory.Delete(_workspace.Folder.Combine("store"), recursive: true);

        await _workspace.PublishAsync(_workspace.Options(Destination) with { LockMode = LockMode.Locked }, Token);

        Assert.Equal((string?)Source["derived"]!["catalog"], (await PublishedDigestAsync(PublishedCatalog)).ToString());
    }

    [Fact]
    public async Task Lock_that_derives_another_catalog_is_told_to_be_repaired()
    {
        await _upstream.PushOperatorAsync("foo", "0.1.0");
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n  packages:\n  - name: foo\n");
        await _workspace.LockAsync(Token);
        var derived = (string)Source["derived"]!["catalog"]!;
        _workspace.Folder.WriteFile("mirror/mirror.lock.json", _workspace.LockText.Replace(derived, $"sha256:{new string('0', 64)}", StringComparison.Ordinal));

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _workspace.PublishAsync(_workspace.Options(Destination), Token));

        Assert.Contains(failure.Diagnostics, diagnostic => diagnostic.Code.Id == "MIR2434" && diagnostic.Message.Contains("LockRepair", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Incomplete, failure.ExitCode);
    }

    [Fact]
    public async Task Missing_image_holds_back_its_bundle_and_the_catalog_until_it_appears()
    {
        await _upstream.PushOperatorAsync("foo", "0.1.0");
        await _upstream.PushOperatorAsync("bar", "1.0.0");
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n");
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        var old = await PublishedDigestAsync(PublishedCatalog);
        var resources = _workspace.Output("cluster-resources", "idms-oc-mirror.yaml");
        await _upstream.PushAsync("foo/bundle", null, ImageOf("foo", "bundle", "0.2.0"));
        await _upstream.PushOperatorAsync("bar", "1.1.0");
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"));
        var options = _workspace.Options(Destination) with { LockMode = LockMode.Refresh };

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _workspace.PublishAsync(options, Token));

        Assert.Equal(ExitCode.Incomplete, failure.ExitCode);
        Assert.Equal(old, await PublishedDigestAsync(PublishedCatalog));
        Assert.Equal(ImageOf("bar", "bundle", "1.1.0").Digest, await PublishedDigestAsync($"docker://{_destination.Endpoint}/ocp/bar/bundle:{Tag("bar", "bundle", "1.1.0")}"));
        Assert.Equal(resources, _workspace.Output("cluster-resources", "idms-oc-mirror.yaml"));
        var image = NameOf("foo", "operator", "0.2.0");
        Assert.Collection(
            failure.Diagnostics,
            missing =>
            {
                Assert.StartsWith($"'{image}' (operator 'foo', bundle 'foo.v0.2.0', catalog '{CatalogName}:v1') is not at the destination", missing.Message, StringComparison.Ordinal);
                Assert.Contains("is gone", missing.Message, StringComparison.Ordinal);
            },
            bundle =>
            {
                Assert.StartsWith($"'{NameOf("foo", "bundle", "0.2.0")}' (operator 'foo', bundle 'foo.v0.2.0'", bundle.Message, StringComparison.Ordinal);
                Assert.Contains($"held back because it needs 'foo/operator:{Tag("foo", "operator", "0.2.0")}'", bundle.Message, StringComparison.Ordinal);
            },
            catalog =>
            {
                Assert.StartsWith($"'{CatalogName}:v1'", catalog.Message, StringComparison.Ordinal);
                Assert.Contains($"'{NameOf("foo", "bundle", "0.2.0")}' (operator 'foo', bundle 'foo.v0.2.0'", catalog.Message, StringComparison.Ordinal);
                Assert.Contains("the catalog that is there stays in service", catalog.Message, StringComparison.Ordinal);
            },
            summary => Assert.StartsWith("3 of 6 images missing at", summary.Message, StringComparison.Ordinal));

        await _upstream.PushOperatorAsync("foo", "0.2.0");
        await _destination.ForgetRequestsAsync(Token);
        var results = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Equal($"'{Destination}' has 6 images, 3 of them new", results[3].Result.Message);
        Assert.Equal((string?)Source["derived"]!["catalog"], (await PublishedDigestAsync(PublishedCatalog)).ToString());
        var written = (await _destination.RequestsAsync(Token)).Where(request => request.Method == "PUT" && request.Path.Contains("/manifests/", StringComparison.Ordinal)).Select(request => request.Path).ToList();
        Assert.Equal(["bundle", "index", "index", "index", "operator"], written.Select(path => path.Split('/')[^3]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Frozen_publish_from_a_filled_store_asks_no_source_and_verifies()
    {
        await _upstream.PushOperatorAsync("foo", "0.1.0");
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n  packages:\n  - name: foo\n");
        await _workspace.LockAsync(Token);
        Directory.Delete(_workspace.Folder.Combine("store"), recursive: true);
        using (var fetching = _workspace.NewEngine(_workspace.Options(null)))
        {
            Assert.EndsWith("to store with Fetch; see 'output/plan'", (await fetching.PlanAsync(Token)).Message, StringComparison.Ordinal);
            await fetching.FetchAsync(Token);
            Assert.True((await fetching.VerifyAsync(Token)).Message.Length > 0);
        }

        Assert.DoesNotContain(_workspace.Output("plan", "missing.txt").Split('\n'), line => line.Contains("docker://quay.io/bar", StringComparison.Ordinal));
        Assert.Contains($"docker://{CatalogName}@{Source["derived"]!["catalog"]}=catalogs/index:v1\n", _workspace.Output("plan", "mapping.txt"), StringComparison.Ordinal);
        await _source.ForgetRequestsAsync(Token);

        await _workspace.PublishAsync(_workspace.Options(Destination) with { LockMode = LockMode.Frozen }, Token);

        Assert.Empty(await _source.RequestsAsync(Token));
        using var engine = _workspace.NewEngine(_workspace.Options(Destination) with { Deep = true });
        Assert.Contains("4 images, down to the last byte", (await engine.VerifyAsync(Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_without_a_file_based_catalog_is_refused()
    {
        await _upstream.PushAsync("catalogs/index", "v1", ImageBuilder.Simple("sqlite"));
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _workspace.LockAsync(Token));

        Assert.Equal("MIR2403", failure.Diagnostics[0].Code.Id);
        Assert.Equal("mirror/imageset.yaml(5,5)", failure.Diagnostics[0].Span!.ToString());
        Assert.Equal(ExitCode.Source, failure.ExitCode);
    }

    [Fact]
    public async Task One_image_of_two_catalogs_is_brought_once_for_both()
    {
        await _upstream.PushOperatorAsync("foo", "0.1.0");
        await _upstream.PushOperatorAsync("bar", "1.0.0");
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        await _upstream.PushCatalogAsync("v2", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n- catalog: {CatalogName}:v2\n");

        var results = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Equal($"'{Destination}' has 7 images, 7 of them new", results[3].Result.Message);
    }

    [Fact]
    public async Task Unmodified_catalog_arrives_as_it_is()
    {
        await _upstream.PushOperatorAsync("foo", "0.1.0");
        var catalog = CatalogImages.Index([Operator("foo", "0.1.0")], ImageFormat.Docker, isGzip: true, "amd64", "arm64");
        await _upstream.PushAsync("catalogs/index", "v1", catalog);
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n  full: true\n");

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Equal(catalog.Digest, await PublishedDigestAsync(PublishedCatalog));
    }

    [Fact]
    public async Task Catalog_of_a_layout_is_rebuilt_and_published_in_docker_format()
    {
        await _upstream.PushOperatorAsync("foo", "0.1.0");
        LayoutFolder.Write(
            _workspace.Folder.Combine("mirror", "my-index"),
            (null, CatalogImages.Image([Operator("foo", "0.1.0"), Operator("bar", "1.0.0")], ImageFormat.Docker)));
        _workspace.ConfigureMirror("operators:\n- catalog: oci://my-index\n  packages:\n  - name: foo\n  targetCatalog: mine/index\n  targetTag: now\n");

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        var index = JsonNode.Parse((await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/ocp/mine/index:now", Token)).Span)!;
        Assert.Equal(MediaTypes.DockerManifestList, (string?)index["mediaType"]);
        Assert.Equal("amd64", (string?)Assert.Single(index["manifests"]!.AsArray())!["platform"]!["architecture"]);
    }
}
