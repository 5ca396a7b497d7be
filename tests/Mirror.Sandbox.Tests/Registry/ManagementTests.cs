using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Sandbox.Registry;
using Mirror.Sandbox.Serving;
using Mirror.Testing;
using Mirror.Testing.Images;

namespace Mirror.Sandbox.Tests.Registry;

public sealed class ManagementTests
{
    private static readonly ImageContent Image = ImageBuilder.Simple("management", layerSize: 16);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deleted_tag_leaves_the_manifest()
    {
        await using var registry = await StartWithImageAsync();

        var deleted = await registry.Client.SendAsync("DELETE", "/v2/r/manifests/v1").OutcomeAsync();

        Assert.Equal("202", deleted);
        Assert.Equal("404 MANIFEST_UNKNOWN", await registry.Client.SendAsync("GET", "/v2/r/manifests/v1").OutcomeAsync());
        Assert.Equal("200", await registry.Client.SendAsync("GET", $"/v2/r/manifests/{Image.Digest}").OutcomeAsync());
    }

    [Fact]
    public async Task Deleted_manifest_takes_its_tags_and_its_place_among_referrers_with_it()
    {
        await using var registry = await StartWithImageAsync();
        var referrer = new ArtifactBuilder { ArtifactType = "application/vnd.example.sbom", Subject = Image.Manifest.Descriptor }.Build();
        await registry.Client.PushImageAsync(registry.BaseUri, "r", "sbom", referrer, Cancellation);

        await registry.Client.SendAsync("DELETE", $"/v2/r/manifests/{referrer.Digest}").OutcomeAsync();

        using var referrers = await registry.Client.SendAsync("GET", $"/v2/r/referrers/{Image.Digest}");
        using var tags = await registry.Client.SendAsync("GET", "/v2/r/tags/list");
        Assert.Empty((await referrers.JsonAsync()).GetProperty("manifests").EnumerateArray());
        Assert.Equal("""["v1"]""", (await tags.JsonAsync()).GetProperty("tags").GetRawText());
    }

    [Fact]
    public async Task Deleted_blob_is_gone_from_this_repository_only()
    {
        await using var registry = await StartWithImageAsync();
        await registry.Client.PushImageAsync(registry.BaseUri, "other", "v1", Image, Cancellation);
        var digest = Image.Blobs[1].Descriptor.Digest;

        var deleted = await registry.Client.SendAsync("DELETE", $"/v2/r/blobs/{digest}").OutcomeAsync();

        Assert.Equal("202", deleted);
        Assert.Equal("404 BLOB_UNKNOWN", await registry.Client.SendAsync("GET", $"/v2/r/blobs/{digest}").OutcomeAsync());
        Assert.Equal("200", await registry.Client.SendAsync("GET", $"/v2/other/blobs/{digest}").OutcomeAsync());
    }

    [Theory]
    [InlineData("/v2/r/manifests/none", "404 MANIFEST_UNKNOWN")]
    [InlineData("/v2/none/manifests/v1", "404 NAME_UNKNOWN")]
    [InlineData("/v2/r/blobs/sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "404 BLOB_UNKNOWN")]
    [InlineData("/v2/r/blobs/nothing", "400 DIGEST_INVALID")]
    [InlineData("/v2/r/tags/list", "405 UNSUPPORTED")]
    public async Task What_cannot_be_deleted_is_refused(string path, string outcome)
    {
        await using var registry = await StartWithImageAsync();

        var found = await registry.Client.SendAsync("DELETE", path).OutcomeAsync();

        Assert.Equal(outcome, found);
    }

    [Fact]
    public async Task Deletion_and_pushing_can_be_switched_off()
    {
        await using var keeping = await TestRegistry.StartAsync(options => options with { AllowDelete = false }, Cancellation);
        await using var readOnly = await TestRegistry.StartAsync(options => options with { IsReadOnly = true }, Cancellation);

        var delete = await keeping.Client.SendAsync("DELETE", "/v2/r/manifests/v1").OutcomeAsync();
        var push = await readOnly.Client.SendAsync("POST", "/v2/r/blobs/uploads/").OutcomeAsync();

        Assert.Equal(("405 UNSUPPORTED", "405 UNSUPPORTED"), (delete, push));
    }

    [Fact]
    public async Task Content_survives_a_restart()
    {
        using var folder = new TempFolder();
        var options = new EmbeddedRegistryOptions { Folder = folder.Path };
        using var client = new HttpClient();
        await using (var first = await EmbeddedRegistry.StartAsync(options, Cancellation))
        {
            await client.PushImageAsync(first.BaseUri, "r", "v1", Image, Cancellation);
        }

        await using var second = await EmbeddedRegistry.StartAsync(options, Cancellation);

        Assert.Equal(Image.Manifest.Bytes.ToArray(), await client.GetByteArrayAsync(new Uri(second.BaseUri, "/v2/r/manifests/v1"), Cancellation));
    }

    [Fact]
    public async Task Half_written_files_of_a_killed_process_are_not_seen()
    {
        await using var registry = await StartWithImageAsync();
        registry.Folder.WriteFile("repositories/r/_tags/.0123.tmp", "sha256:12");
        registry.Folder.WriteFile("repositories/r/_manifests/sha256/.0123.tmp", "appl");

        using var tags = await registry.Client.SendAsync("GET", "/v2/r/tags/list");

        Assert.Equal("""["v1"]""", (await tags.JsonAsync()).GetProperty("tags").GetRawText());
    }

    [Fact]
    public async Task Every_order_of_files_that_a_kill_can_leave_is_a_valid_registry()
    {
        await using var registry = await StartWithImageAsync();
        var files = Directory.EnumerateFiles(registry.Folder.Combine("repositories"), "*", SearchOption.AllDirectories)
            .OrderBy(file => file.Contains("_blobs", StringComparison.Ordinal) ? 0 : file.Contains("_manifests", StringComparison.Ordinal) ? 1 : 2)
            .ToList();

        for (var left = files.Count - 1; left >= 0; left--)
        {
            File.Delete(files[left]);

            var tag = await registry.Client.SendAsync("GET", "/v2/r/manifests/v1").OutcomeAsync();
            var digest = await registry.Client.SendAsync("GET", $"/v2/r/manifests/{Image.Digest}").OutcomeAsync();
            Assert.StartsWith("404", tag, StringComparison.Ordinal);
            Assert.StartsWith(left == files.Count - 1 ? "200" : "404", digest, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Image_of_a_content_store_is_served_when_offered()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        var index = IndexBuilder.Simple("offered", ImageFormat.Docker, "amd64", "arm64");
        LayoutFolder.Write(registry.Folder.Path, ("x", index));

        await registry.Registry.OfferAsync("some/image", "v1", index.Digest, Cancellation);

        Assert.Equal(index.Manifest.Bytes.ToArray(), await registry.Client.GetByteArrayAsync(new Uri("/v2/some/image/manifests/v1", UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task Image_that_is_not_whole_is_not_offered()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        LayoutFolder.Write(registry.Folder.Path, ("x", Image));
        File.Delete(registry.Folder.Combine("blobs", "sha256", Image.Blobs[2].Descriptor.Digest.Hex));

        var failure = await Assert.ThrowsAsync<MirrorException>(() => registry.Registry.OfferAsync("some/image", "v1", Image.Digest, Cancellation));

        Assert.Equal(MirrorErrors.ContentNotInStore, failure.Diagnostics[0].Code);
        Assert.Contains(Image.Blobs[2].Descriptor.Digest.ToString(), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_that_is_taken_is_named()
    {
        using var folder = new TempFolder();
        await using var first = await TestRegistry.StartAsync(Cancellation);
        var options = new EmbeddedRegistryOptions { Folder = folder.Path, Listen = new ListenOptions { Port = first.Registry.EndPoint.Port } };

        var failure = await Assert.ThrowsAsync<MirrorException>(() => EmbeddedRegistry.StartAsync(options, Cancellation));

        Assert.Equal(MirrorErrors.PortInUse, failure.Diagnostics[0].Code);
        Assert.Contains($"Port {options.Listen.Port}", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<TestRegistry> StartWithImageAsync()
    {
        var registry = await TestRegistry.StartAsync(Cancellation);
        await registry.Client.PushImageAsync(registry.BaseUri, "r", "v1", Image, Cancellation);
        return registry;
    }
}
