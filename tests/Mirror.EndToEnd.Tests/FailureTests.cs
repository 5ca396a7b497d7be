using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Faults;
using Mirror.Testing.Images;

namespace Mirror.EndToEnd.Tests;

/// <summary>What a run says and leaves behind when something is wrong.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private readonly MirrorWorkspace _workspace = new();
    private readonly FaultyRegistry _destination = new();
    private TestRegistry _source = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Destination => $"docker://{_destination.Endpoint}/ocp";

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _workspace.Redirect(("quay.io", _source.Endpoint));
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _destination.DisposeAsync();
        _workspace.Dispose();
    }

    private Task PushAsync(string repository, string tag, ImageContent image) =>
        _source.Client.PushImageAsync(_source.BaseUri, repository, tag, image, Token);

    private Task<MirrorException> PublishFailsAsync(string? destination = null) =>
        Assert.ThrowsAsync<MirrorException>(() => _workspace.PublishAsync(_workspace.Options(destination ?? Destination), Token));

    [Fact]
    public async Task Refused_repository_hurts_only_its_image()
    {
        var shared = Layer.Random("shared", 10_000);
        await PushAsync("a/good", "1", new ImageBuilder { Layers = [shared, Layer.Random("good", 1_000)] }.Build());
        await PushAsync("a/bad", "1", new ImageBuilder { Layers = [shared, Layer.Random("bad", 1_000)] }.Build());
        await PushAsync("z/good", "1", new ImageBuilder { Layers = [shared, Layer.Random("last", 1_000)] }.Build());
        _workspace.Configure("name: quay.io/a/good:1", "name: quay.io/a/bad:1", "name: quay.io/z/good:1");
        _destination.Guard = request => request.Path.StartsWith("/v2/ocp/a/bad/", StringComparison.Ordinal)
            ? ServerAnswer.Error(403, "DENIED", "requested access to the resource is denied")
            : null;

        var failure = await PublishFailsAsync();

        Assert.Equal(ExitCode.Incomplete, failure.ExitCode);
        Assert.Contains(failure.Diagnostics, d => d.Message.Contains("'quay.io/a/bad:1'", StringComparison.Ordinal) && d.Message.Contains("403", StringComparison.Ordinal));
        Assert.NotNull(_destination.Content.FindManifest("ocp/a/good", "1"));
        Assert.NotNull(_destination.Content.FindManifest("ocp/z/good", "1"));
        Assert.Null(_destination.Content.FindManifest("ocp/a/bad", "1"));
        Assert.False(_workspace.HasOutput("cluster-resources", "itms-oc-mirror.yaml"));
    }

    [Fact]
    public async Task Run_after_an_incomplete_one_sends_only_what_was_missing()
    {
        await PushAsync("a/good", "1", ImageBuilder.Simple("good"));
        await PushAsync("a/bad", "1", ImageBuilder.Simple("bad"));
        _workspace.Configure("name: quay.io/a/good:1", "name: quay.io/a/bad:1");
        _destination.Guard = request => request.Path.StartsWith("/v2/ocp/a/bad/", StringComparison.Ordinal) ? ServerAnswer.Error(403, "DENIED", "no") : null;
        await PublishFailsAsync();
        _destination.Guard = _ => null;
        var before = _destination.Requests.Count;

        var results = await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.Equal($"'{Destination}' has 2 images, 1 of them new", results[3].Result.Message);
        Assert.DoesNotContain(_destination.Requests.Skip(before), r => r.Method == "PUT" && r.Path.Contains("/a/good/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Blob_that_its_source_lost_is_named_with_its_image()
    {
        var image = ImageBuilder.Simple("lossy");
        await PushAsync("a/b", "1", image);
        _workspace.Configure("name: quay.io/a/b:1");
        await _workspace.LockAsync(Token);
        var layer = image.Manifest.Manifest.Layers[0].Digest;
        File.Delete(_source.Folder.Combine("blobs", "sha256", layer.Hex));

        var failure = await PublishFailsAsync();

        Assert.Contains(layer.ToString(), failure.Message, StringComparison.Ordinal);
        Assert.Contains("quay.io/a/b", failure.Message, StringComparison.Ordinal);
        Assert.Null(_destination.Content.FindManifest("ocp/a/b", "1"));
    }

    [Fact]
    public async Task Image_that_its_source_lost_comes_from_the_destination_that_still_has_it()
    {
        await PushAsync("a/b", "1", ImageBuilder.Simple("kept"));
        _workspace.Configure("name: quay.io/a/b:1");
        await _workspace.PublishAsync(_workspace.Options(Destination), Token);
        _workspace.Configure("name: quay.io/a/b:1\ntargetTag: stable");
        await _workspace.LockAsync(Token);
        Directory.Delete(_source.Folder.Combine("repositories"), recursive: true);
        Directory.Delete(_workspace.Folder.Combine("store"), recursive: true);

        await _workspace.PublishAsync(_workspace.Options(Destination), Token);

        Assert.NotNull(_destination.Content.FindManifest("ocp/a/b", "stable"));
    }

    [Fact]
    public async Task Deep_fetch_repairs_what_rotted_in_the_store()
    {
        var image = ImageBuilder.Simple("rotten");
        await PushAsync("a/b", "1", image);
        _workspace.Configure("name: quay.io/a/b:1");
        await _workspace.LockAsync(Token);
        using var engine = _workspace.NewEngine(_workspace.Options(null) with { Deep = true });
        await engine.FetchAsync(Token);
        foreach (var digest in (Model.Oci.Digest[])[image.Digest, image.Manifest.Manifest.Layers[0].Digest])
        {
            var file = _workspace.Folder.Combine("store", "blobs", "sha256", digest.Hex);
            var bytes = await File.ReadAllBytesAsync(file, Token);
            bytes[0] ^= 1;
            await File.WriteAllBytesAsync(file, bytes, Token);
        }

        await Assert.ThrowsAsync<MirrorException>(() => engine.VerifyAsync(Token));
        await engine.FetchAsync(Token);

        Assert.Contains("1 image", (await engine.VerifyAsync(Token)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repair_mends_an_edited_lock_without_asking_anybody()
    {
        await PushAsync("a/b", "1", ImageBuilder.Simple("one"));
        _workspace.Configure("name: quay.io/a/b:1");
        await _workspace.LockAsync(Token);
        var canonical = _workspace.LockText;
        _workspace.Folder.WriteFile("mirror/mirror.lock.json", canonical.Replace("\"target\": \"a/b:1\"", "\"target\":    \"x/y:1\"", StringComparison.Ordinal));
        _source.ForgetRequests();
        using var engine = _workspace.NewEngine(_workspace.Options(null));

        var result = await engine.LockRepairAsync(Token);

        Assert.False(result.IsUpToDate);
        Assert.Equal(canonical, _workspace.LockText);
        Assert.Empty(_source.Requests);
    }

    [Fact]
    public async Task Two_images_for_one_target_are_refused_before_anything_moves()
    {
        _workspace.Redirect(("quay.io", _source.Endpoint), ("registry.example.com", $"{_source.Endpoint}/other"));
        await PushAsync("a/b", "1", ImageBuilder.Simple("one"));
        await PushAsync("other/a/b", "1", ImageBuilder.Simple("two"));
        _workspace.Configure("name: quay.io/a/b:1", "name: registry.example.com/a/b:1");

        var failure = await PublishFailsAsync();

        Assert.Equal("MIR2011", failure.Diagnostics[0].Code.Id);
        Assert.False(File.Exists(_workspace.Folder.Combine("mirror", "mirror.lock.json")));
        Assert.Empty(_destination.Requests);
    }

    [Fact]
    public async Task Locked_mode_names_field_values_place_and_cure()
    {
        await PushAsync("a/b", "1", ImageBuilder.Simple("one"));
        _workspace.Configure("name: quay.io/a/b:1\ntargetTag: old");
        await _workspace.LockAsync(Token);
        _workspace.Configure("name: quay.io/a/b:1\ntargetTag: new");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _workspace.LockAsync(Token, LockMode.Locked));

        Assert.Equal(ExitCode.StaleLock, failure.ExitCode);
        var diagnostic = Assert.Single(failure.Diagnostics);
        Assert.Equal("mirror/imageset.yaml(6,16)", diagnostic.Span!.ToString());
        Assert.Contains("targetTag old -> new", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("./build.sh --target Lock --config mirror", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Locked_mode_without_a_lock_is_an_error()
    {
        _workspace.Configure("name: quay.io/a/b:1");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _workspace.LockAsync(Token, LockMode.Locked));

        Assert.Equal("MIR2005", failure.Diagnostics[0].Code.Id);
        Assert.Empty(_source.Requests);
    }

    [Fact]
    public async Task Locked_mode_asks_no_source()
    {
        await PushAsync("a/b", "1", ImageBuilder.Simple("one"));
        _workspace.Configure("name: quay.io/a/b:1");
        await _workspace.LockAsync(Token);
        _source.ForgetRequests();

        await _workspace.LockAsync(Token, LockMode.Locked);

        Assert.Empty(_source.Requests);
    }

    [Fact]
    public async Task Unknown_name_for_update_is_refused_with_the_known_ones()
    {
        await PushAsync("a/b", "1", ImageBuilder.Simple("one"));
        _workspace.Configure("name: quay.io/a/b:1");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _workspace.LockAsync(Token, LockMode.Update, "quay.io/a/typo"));

        Assert.Equal("MIR2008", failure.Diagnostics[0].Code.Id);
        Assert.Contains("'images/quay.io/a/b:1'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Platforms_bring_only_their_instances()
    {
        var image = IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64", "s390x");
        await PushAsync("a/b", "1", image);
        _workspace.Configure("name: quay.io/a/b:1\nplatforms:\n- os: linux\n  architecture: arm64");
        await _workspace.LockAsync(Token);
        using var engine = _workspace.NewEngine(_workspace.Options(null));

        await engine.FetchAsync(Token);

        var arm = image.Manifest.Manifest.Children.Single(child => child.Platform!.Architecture == "arm64").Digest;
        var stored = Directory.GetFiles(_workspace.Folder.Combine("store", "blobs", "sha256")).Select(Path.GetFileName).ToList();
        Assert.Contains(arm.Hex, stored);
        Assert.Equal(1 + 1 + 3, stored.Count);
    }

    [Fact]
    public async Task Platform_that_an_image_lacks_is_an_error_with_those_it_has()
    {
        await PushAsync("a/b", "1", IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64"));
        _workspace.Configure("name: quay.io/a/b:1\nplatforms:\n- os: linux\n  architecture: ppc64le");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _workspace.LockAsync(Token));

        Assert.Equal("MIR2009", failure.Diagnostics[0].Code.Id);
        Assert.Contains("linux/amd64, linux/arm64", failure.Message, StringComparison.Ordinal);
    }
}
