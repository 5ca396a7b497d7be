using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Publish between two real registries, checked with skopeo.</summary>
public sealed class PublishTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private DockerRegistryProcess _source = null!;
    private DockerRegistryProcess _destination = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Destination => $"docker://{_destination.Endpoint}/ocp";

    public async ValueTask InitializeAsync()
    {
        _source = await DockerRegistryProcess.StartAsync(Token);
        _destination = await DockerRegistryProcess.StartAsync(Token);
        _workspace.Redirect(("registry.access.redhat.com", _source.Endpoint), ("quay.io", _source.Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _workspace.Dispose();
    }

    private async Task PushAsync(string name, ImageContent image)
    {
        var layout = _workspace.Folder.Combine("layouts", name.Replace('/', '-').Replace(':', '-'));
        LayoutFolder.Write(layout, ("image", image));
        await Skopeo.CopyAsync($"oci:{layout}:image", $"docker://{_source.Endpoint}/{name}", all: true, Token);
    }

    /// <summary>skopeo converts an OCI image to Docker's types on the way.</summary>
    private async Task PushAsDockerAsync(string name, ImageContent image)
    {
        await PushAsync(name, image);
        string[] arguments = ["copy", "--all", "--format", "v2s2", "--src-tls-verify=false", "--dest-tls-verify=false"];
        var reference = $"docker://{_source.Endpoint}/{name}";
        (await Skopeo.RunAsync([.. arguments, reference, $"{reference}-docker"], Token)).EnsureSuccess();
    }

    private async Task AssertEqualAsync(string source, string target)
    {
        var expected = await Skopeo.InspectRawAsync($"docker://{_source.Endpoint}/{source}", Token);
        var actual = await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/ocp/{target}", Token);
        Assert.True(expected.Span.SequenceEqual(actual.Span), $"'{target}' differs from '{source}'.");
    }

    [Fact]
    public async Task Images_of_every_kind_arrive_byte_for_byte()
    {
        await PushAsync("oci/single:1", ImageBuilder.Simple("a"));
        await PushAsDockerAsync("docker/single:1", ImageBuilder.Simple("b"));
        await PushAsync("oci/multi:1", IndexBuilder.Simple("c", ImageFormat.Oci, "amd64", "arm64", "s390x"));
        await PushAsDockerAsync("docker/multi:1", IndexBuilder.Simple("d", ImageFormat.Oci, "amd64", "arm64"));
        _workspace.Configure(
            "name: registry.access.redhat.com/oci/single:1",
            "name: registry.access.redhat.com/docker/single:1-docker",
            "name: registry.access.redhat.com/oci/multi:1",
            "name: registry.access.redhat.com/docker/multi:1-docker\ntargetRepo: renamed/multi\ntargetTag: stable");

        var results = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Equal($"'{Destination}' has 4 images, 4 of them new", results[3].Result.Message);
        await AssertEqualAsync("oci/single:1", "oci/single:1");
        await AssertEqualAsync("docker/single:1-docker", "docker/single:1-docker");
        await AssertEqualAsync("oci/multi:1", "oci/multi:1");
        await AssertEqualAsync("docker/multi:1-docker", "renamed/multi:stable");
        await Skopeo.CopyAsync($"docker://{_destination.Endpoint}/ocp/oci/multi:1", $"dir:{_workspace.Folder.Combine("pulled")}", all: true, Token);
    }

    [Fact]
    public async Task Second_publish_asks_no_source_and_each_image_once()
    {
        await PushAsync("a/one:1", ImageBuilder.Simple("one"));
        await PushAsync("a/two:1", IndexBuilder.Simple("two", ImageFormat.Oci, "amd64", "arm64"));
        _workspace.Configure("name: quay.io/a/one:1", "name: quay.io/a/two:1");
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        await _source.ForgetRequestsAsync(Token);
        await _destination.ForgetRequestsAsync(Token);

        var results = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Empty(await _source.RequestsAsync(Token));
        Assert.InRange((await _destination.RequestsAsync(Token)).Count, 2, 2 + 10);
        Assert.All(results.Skip(1), step => Assert.True(step.Result.IsUpToDate, $"{step.Step}: {step.Result.Message}"));
    }

    [Fact]
    public async Task Each_blob_crosses_the_wire_once_and_is_mounted_elsewhere()
    {
        var shared = Layer.Random("shared", 50_000);
        foreach (var i in Enumerable.Range(0, 5))
        {
            await PushAsync($"a/image{i}:1", new ImageBuilder { Layers = [shared, Layer.Random($"own{i}", 1_000)] }.Build());
        }

        _workspace.Configure([.. Enumerable.Range(0, 5).Select(i => $"name: quay.io/a/image{i}:1")]);
        await _source.ForgetRequestsAsync(Token);

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        var downloads = (await _source.RequestsAsync(Token)).Where(r => r.Method == "GET" && r.Path.Contains("/blobs/", StringComparison.Ordinal)).ToList();
        var uploads = (await _destination.RequestsAsync(Token)).Where(r => r.Method == "PUT" && r.Path.Contains("/blobs/", StringComparison.Ordinal)).ToList();
        Assert.Equal(5 + 5 + 1, downloads.Count);
        Assert.Equal(5 + 5 + 1, uploads.Count);
    }

    [Fact]
    public async Task Instances_that_tags_of_one_index_share_are_pushed_once()
    {
        var index = IndexBuilder.Simple("shared", ImageFormat.Oci, "amd64", "arm64", "s390x");
        foreach (var tag in (string[])["1", "1.2", "latest"])
        {
            await PushAsync($"a/multi:{tag}", index);
        }

        _workspace.Configure("name: quay.io/a/multi:1", "name: quay.io/a/multi:1.2", "name: quay.io/a/multi:latest");

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        // A registry that is writing an instance again says to an index of it that it does not know the instance.
        var pushed = (await _destination.RequestsAsync(Token)).Where(r => r.Method == "PUT" && r.Path.Contains("/manifests/", StringComparison.Ordinal)).Select(r => r.Path).ToList();
        Assert.Equal(3 + 3, pushed.Count);
        Assert.Equal(pushed.Count, pushed.Distinct().Count());
        await AssertEqualAsync("a/multi:1.2", "a/multi:1.2");
    }

    [Fact]
    public async Task Layers_do_not_touch_the_disk_unless_asked_for()
    {
        var image = ImageBuilder.Simple("layers");
        await PushAsync("a/b:1", image);
        _workspace.Configure("name: quay.io/a/b:1");

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        var kept = Directory.GetFiles(_workspace.Folder.Combine("store", "blobs", "sha256")).Length;
        Assert.Equal(2, kept);
    }

    [Fact]
    public async Task Moved_tag_changes_nothing_until_the_lock_is_refreshed()
    {
        var first = ImageBuilder.Simple("first");
        await PushAsync("a/b:1", first);
        _workspace.Configure("name: quay.io/a/b:1");
        await _workspace.LockAsync(Token);
        var before = _workspace.LockText;
        await PushAsync("a/b:1", ImageBuilder.Simple("second"));

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        var published = await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/ocp/a/b:1", Token);
        await _workspace.LockAsync(Token, Engine.Options.LockMode.Refresh);

        Assert.True(published.Span.SequenceEqual(first.Manifest.Bytes.Span));
        var changed = before.Split('\n').Zip(_workspace.LockText.Split('\n')).Where(pair => pair.First != pair.Second).ToList();
        Assert.Contains("\"resolved\"", Assert.Single(changed).Second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Named_source_alone_is_updated()
    {
        await PushAsync("a/one:1", ImageBuilder.Simple("one"));
        await PushAsync("a/two:1", ImageBuilder.Simple("two"));
        _workspace.Configure("name: quay.io/a/one:1", "name: quay.io/a/two:1");
        await _workspace.LockAsync(Token);
        var before = _workspace.LockText;
        await PushAsync("a/one:1", ImageBuilder.Simple("one moved"));
        await PushAsync("a/two:1", ImageBuilder.Simple("two moved"));

        await _workspace.LockAsync(Token, Engine.Options.LockMode.Update, "quay.io/a/two");

        var changed = before.Split('\n').Zip(_workspace.LockText.Split('\n')).Where(pair => pair.First != pair.Second).ToList();
        Assert.Contains("quay.io/a/two", Assert.Single(changed).Second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_target_keeps_the_pin()
    {
        await PushAsync("a/b:1", ImageBuilder.Simple("first"));
        _workspace.Configure("name: quay.io/a/b:1");
        await _workspace.LockAsync(Token);
        var digest = ResolvedLine();
        await PushAsync("a/b:1", ImageBuilder.Simple("second"));
        _workspace.Configure("name: quay.io/a/b:1\ntargetTag: stable");

        await _workspace.LockAsync(Token);

        Assert.Equal(digest, ResolvedLine());

        string ResolvedLine() => _workspace.LockText.Split('\n').Single(line => line.Contains("\"resolved\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Missing_images_are_all_named_with_their_places()
    {
        await PushAsync("a/b:1", ImageBuilder.Simple("first"));
        _workspace.Configure("name: quay.io/a/b:1", "name: quay.io/a/gone:1", "name: quay.io/a/b:99");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _workspace.LockAsync(Token));

        Assert.Equal(ExitCode.Source, failure.ExitCode);
        Assert.Equal(["mirror/imageset.yaml(6,11)", "mirror/imageset.yaml(7,11)"], failure.Diagnostics.Select(d => d.Span!.ToString()).Order());
    }

    [Fact]
    public async Task Plan_writes_nothing_to_any_registry_and_lists_everything()
    {
        await PushAsync("a/b:1", ImageBuilder.Simple("first"));
        _workspace.Configure("name: quay.io/a/b:1");
        await _workspace.LockAsync(Token);
        await _destination.ForgetRequestsAsync(Token);
        using var engine = _workspace.NewEngine(_workspace.Options(Destination));

        await engine.PlanAsync(Token);

        Assert.Matches(
            @"\Adocker://quay\.io/a/b@sha256:[0-9a-f]{64}=docker://127\.0\.0\.1:\d+/ocp/a/b:1\n\z",
            _workspace.Output("plan", "mapping.txt"));
        Assert.Equal(_workspace.Output("plan", "mapping.txt"), _workspace.Output("plan", "missing.txt"));
        // One upload is opened to see whether it may be, and cancelled; what is asked to be deleted is nothing that can exist.
        var writes = (await _destination.RequestsAsync(Token)).Where(request => request.Method is not ("GET" or "HEAD")).ToList();
        Assert.Equal(["POST 202", "DELETE 204", "DELETE 404"], writes.Select(request => $"{request.Method} {request.Status}"));
        Assert.EndsWith($"/manifests/sha256:{new string('0', 64)}", writes[2].Path, StringComparison.Ordinal);

        await engine.FetchAsync(Token);
        await engine.PlanAsync(Token);

        Assert.Equal("", _workspace.Output("plan", "missing.txt"));
    }

    [Fact]
    public async Task Fetched_store_publishes_frozen_after_the_source_is_gone_and_skopeo_reads_it()
    {
        var image = IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64");
        await PushAsync("a/b:1", image);
        _workspace.Configure("name: quay.io/a/b:1");
        await _workspace.LockAsync(Token);
        using (var engine = _workspace.NewEngine(_workspace.Options(null)))
        {
            await engine.FetchAsync(Token);
            Assert.True((await engine.FetchAsync(Token)).IsUpToDate);
        }

        await _source.DisposeAsync();

        await _workspace.PublishAsync(_workspace.Options(Destination) with { LockMode = Engine.Options.LockMode.Frozen }, Token);

        var raw = await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/ocp/a/b:1", Token);
        Assert.True(raw.Span.SequenceEqual(image.Manifest.Bytes.Span));
        var stored = await Skopeo.InspectRawAsync($"oci:{_workspace.Folder.Combine("store")}:quay.io/a/b@{image.Digest}", Token);
        Assert.True(stored.Span.SequenceEqual(image.Manifest.Bytes.Span));
    }

    [Fact]
    public async Task Emitted_mirror_sets_lead_skopeo_to_the_mirror()
    {
        var image = ImageBuilder.Simple("first");
        await PushAsync("team/app:1", image);
        _workspace.Configure("name: quay.io/team/app:1", $"name: registry.access.redhat.com/team/app@{image.Digest}");
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        var digestSets = _workspace.Output("cluster-resources", "idms-oc-mirror.yaml");
        var tagSets = _workspace.Output("cluster-resources", "itms-oc-mirror.yaml");

        Assert.Equal(
            $"""
            ---
            apiVersion: config.openshift.io/v1
            kind: ImageDigestMirrorSet
            metadata:
              name: idms-generic-0
            spec:
              imageDigestMirrors:
              - mirrors:
                - {_destination.Endpoint}/ocp/team
                source: registry.access.redhat.com/team

            """,
            digestSets);
        Assert.Contains("source: quay.io/team", tagSets, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_finds_what_the_destination_lost()
    {
        await PushAsync("a/one:1", ImageBuilder.Simple("one"));
        await PushAsync("a/two:1", ImageBuilder.Simple("two"));
        _workspace.Configure("name: quay.io/a/one:1", "name: quay.io/a/two:1");
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        using var engine = _workspace.NewEngine(_workspace.Options(Destination) with { Deep = true });
        await engine.VerifyAsync(Token);
        await Skopeo.CopyAsync($"docker://{_destination.Endpoint}/ocp/a/one:1", $"docker://{_destination.Endpoint}/ocp/a/two:1", all: true, Token);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => engine.VerifyAsync(Token));

        Assert.Equal(ExitCode.Different, failure.ExitCode);
        Assert.Contains("a/two:1", Assert.Single(failure.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_of_the_destination_count_as_its_own()
    {
        await PushAsync("a/one:1", ImageBuilder.Simple("one"));
        _workspace.Configure("name: quay.io/a/one:1");
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        using var engine = _workspace.NewEngine(_workspace.Options(Destination) with { Deep = true });

        await engine.VerifyAsync(Token);

        var (endpoint, counts) = Assert.Single(engine.Traffic, traffic => traffic.Counts.Requests > 0);
        Assert.Equal((_destination.Endpoint, RegistrySide.Destination), (endpoint.Name, endpoint.Side));
        Assert.True(counts.BytesIn > 8192, "What was read is not counted.");
    }

    [Fact]
    public async Task Deep_publish_sends_what_a_plain_one_takes_for_granted()
    {
        await PushAsync("a/b:1", ImageBuilder.Simple("one"));
        _workspace.Configure("name: quay.io/a/b:1");
        var options = _workspace.Options("oci:layout");
        await _workspace.PublishAsync(options, Token);
        var layer = new DirectoryInfo(_workspace.Folder.Combine("layout", "blobs", "sha256")).GetFiles().MaxBy(file => file.Length)!;
        layer.Delete();

        var plain = await _workspace.PublishAsync(options, Token);
        var deep = await _workspace.PublishAsync(options with { Deep = true }, Token);

        Assert.True(plain[3].Result.IsUpToDate);
        Assert.EndsWith("has 1 image, 1 of them new", deep[3].Result.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(layer.FullName));
    }

    [Fact]
    public async Task Layout_destination_needs_no_registry()
    {
        await PushAsync("a/b:1", IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64"));
        _workspace.Configure("name: quay.io/a/b:1");

        await _workspace.PublishAsync(_workspace.Options("oci:layout"), Token);
        var again = await _workspace.PublishAsync(_workspace.Options("oci:layout"), Token);

        var raw = await Skopeo.InspectRawAsync($"oci:{_workspace.Folder.Combine("layout")}:a/b:1", Token);
        var expected = await Skopeo.InspectRawAsync($"docker://{_source.Endpoint}/a/b:1", Token);
        Assert.True(raw.Span.SequenceEqual(expected.Span));
        Assert.True(again[3].Result.IsUpToDate);
    }

    [Fact]
    public async Task Layout_source_is_mirrored()
    {
        var image = ImageBuilder.Simple("layout");
        LayoutFolder.Write(_workspace.Folder.Combine("mirror", "images", "app"), ("v1", image));
        _workspace.Configure("name: oci://images/app");

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        var raw = await Skopeo.InspectRawAsync($"docker://{_destination.Endpoint}/ocp/images/app:latest", Token);
        Assert.True(raw.Span.SequenceEqual(image.Manifest.Bytes.Span));
        Assert.False(_workspace.HasOutput("cluster-resources", "idms-oc-mirror.yaml"));
    }

    [Fact]
    public async Task Nested_paths_are_joined_and_mirror_sets_name_repositories()
    {
        await PushAsync("deep/er/path/app:1", ImageBuilder.Simple("deep"));
        _workspace.Configure("name: quay.io/deep/er/path/app:1");

        await _workspace.PublishAsync(_workspace.Options(Destination) with { MaxNestedPaths = 2 }, Token);

        await AssertEqualAsync("deep/er/path/app:1", "deep-er-path-app:1");
        var tagSets = _workspace.Output("cluster-resources", "itms-oc-mirror.yaml");
        Assert.Contains($"- {_destination.Endpoint}/ocp/deep-er-path-app\n    source: quay.io/deep/er/path/app\n", tagSets, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blocked_image_is_not_asked_for()
    {
        await PushAsync("a/b:1", ImageBuilder.Simple("first"));
        _workspace.Folder.WriteFile("mirror/imageset.yaml", """
            kind: ImageSetConfiguration
            apiVersion: mirror.openshift.io/v2alpha1
            mirror:
              additionalImages:
              - name: quay.io/a/b:1
              - name: quay.io/gone/image:1
              blockedImages:
              - name: gone/.*

            """);

        var results = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Equal($"'{Destination}' has 1 image, 1 of them new", results[3].Result.Message);
    }
}
