using System.Net;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;

namespace Mirror.Sandbox.Tests.Registry;

public sealed class ManifestTests
{
    private static readonly ImageContent Image = ImageBuilder.Simple("manifest");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Push_by_tag_answers_with_digest_and_place()
    {
        await using var registry = await StartWithBlobsAsync(Image);

        using var response = await PutAsync(registry, "v1", Image.Manifest.Bytes.ToArray());

        Assert.Equal(
            (HttpStatusCode.Created, Image.Digest.ToString(), $"/v2/a/manifests/{Image.Digest}"),
            (response.StatusCode, response.Header("Docker-Content-Digest"), response.Header("Location")));
    }

    [Fact]
    public async Task Push_by_digest_may_set_tags()
    {
        await using var registry = await StartWithBlobsAsync(Image);

        using var response = await PutAsync(registry, $"{Image.Digest}?tag=v1&tag=v2", Image.Manifest.Bytes.ToArray());

        Assert.Equal("v1, v2", response.Header("OCI-Tag"));
        Assert.Equal("200", await registry.Client.SendAsync("HEAD", "/v2/a/manifests/v2").OutcomeAsync());
    }

    [Fact]
    public async Task Manifest_with_a_missing_blob_is_refused()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        await registry.Client.PushBlobAsync(registry.BaseUri, "a", Image.Blobs[0], Cancellation);

        var outcome = await PutAsync(registry, "v1", Image.Manifest.Bytes.ToArray()).OutcomeAsync();

        Assert.Equal("400 MANIFEST_BLOB_UNKNOWN", outcome);
    }

    [Fact]
    public async Task Index_with_a_missing_child_is_refused()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        var index = IndexBuilder.Simple("children", ImageFormat.Oci, "amd64", "arm64");
        await registry.Client.PushImageAsync(registry.BaseUri, "a", null, index.Children[0], Cancellation);

        var outcome = await PutAsync(registry, "v1", index.Manifest.Bytes.ToArray(), MediaTypes.OciIndex).OutcomeAsync();

        Assert.Equal("400 MANIFEST_BLOB_UNKNOWN", outcome);
    }

    [Fact]
    public async Task Nested_index_and_artifact_are_taken()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        var inner = IndexBuilder.Simple("inner", ImageFormat.Oci, "amd64");
        var artifact = new ArtifactBuilder { ArtifactType = "application/vnd.example.thing" }.Build();
        var outer = new IndexBuilder { Children = [inner, artifact] }.Build();

        await registry.Client.PushImageAsync(registry.BaseUri, "a", "v1", outer, Cancellation);

        Assert.Equal(outer.Manifest.Bytes.ToArray(), await registry.Client.GetByteArrayAsync(new Uri("/v2/a/manifests/v1", UriKind.Relative), Cancellation));
    }

    [Theory]
    [InlineData("not json", "application/vnd.oci.image.manifest.v1+json", "400 MANIFEST_INVALID")]
    [InlineData("{}", "application/vnd.oci.image.manifest.v1+json", "400 MANIFEST_INVALID")]
    [InlineData("""{"schemaVersion":1}""", "application/vnd.docker.distribution.manifest.v1+json", "400 MANIFEST_INVALID")]
    [InlineData("{}", "text/plain", "400 MANIFEST_INVALID")]
    public async Task What_is_no_manifest_is_refused(string body, string type, string outcome)
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);

        var found = await PutAsync(registry, "v1", System.Text.Encoding.UTF8.GetBytes(body), type).OutcomeAsync();

        Assert.Equal(outcome, found);
    }

    [Fact]
    public async Task Manifest_under_another_digest_is_refused()
    {
        await using var registry = await StartWithBlobsAsync(Image);

        var outcome = await PutAsync(registry, TestDigest.Of("other").ToString(), Image.Manifest.Bytes.ToArray()).OutcomeAsync();

        Assert.Equal("400 DIGEST_INVALID", outcome);
    }

    [Fact]
    public async Task Manifest_of_another_type_than_declared_is_refused()
    {
        await using var registry = await StartWithBlobsAsync(Image);

        var outcome = await PutAsync(registry, "v1", Image.Manifest.Bytes.ToArray(), MediaTypes.DockerManifest).OutcomeAsync();

        Assert.Equal("400 MANIFEST_INVALID", outcome);
    }

    [Fact]
    public async Task Manifest_with_a_wrong_size_is_refused()
    {
        await using var registry = await StartWithBlobsAsync(Image);
        var text = System.Text.Encoding.UTF8.GetString(Image.Manifest.Bytes.Span);
        var wrong = text.Replace($"\"size\":{Image.Blobs[1].Descriptor.Size}", "\"size\":7", StringComparison.Ordinal);

        var outcome = await PutAsync(registry, "v1", System.Text.Encoding.UTF8.GetBytes(wrong)).OutcomeAsync();

        Assert.Equal("400 SIZE_INVALID", outcome);
    }

    [Theory]
    [InlineData(4 * 1024 * 1024, "201")]
    [InlineData((4 * 1024 * 1024) + 1, "413 SIZE_INVALID")]
    public async Task Manifest_may_have_four_mebibytes(int size, string outcome)
    {
        await using var registry = await StartWithBlobsAsync(Image);
        var manifest = Image.Manifest.Bytes.ToArray();
        byte[] padded = [.. manifest[..^1], .. Enumerable.Repeat((byte)' ', size - manifest.Length), (byte)'}'];

        var found = await PutAsync(registry, "v1", padded).OutcomeAsync();

        Assert.Equal(outcome, found);
    }

    [Fact]
    public async Task Tags_that_differ_by_case_or_are_long_are_different_tags()
    {
        await using var registry = await StartWithBlobsAsync(Image);
        var longest = new string('A', 128);
        foreach (var tag in (string[])["v", "V", longest])
        {
            await PutAsync(registry, tag, Image.Manifest.Bytes.ToArray()).OutcomeAsync();
        }

        using var response = await registry.Client.SendAsync("GET", "/v2/a/tags/list");

        Assert.Equal([longest, "V", "v"], (await response.JsonAsync()).GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
    }

    private static Task<HttpResponseMessage> PutAsync(TestRegistry registry, string reference, byte[] body, string type = MediaTypes.OciManifest) =>
        registry.Client.SendAsync("PUT", $"/v2/a/manifests/{reference}", body, ("Content-Type", type));

    private static async Task<TestRegistry> StartWithBlobsAsync(ImageContent image)
    {
        var registry = await TestRegistry.StartAsync(Cancellation);
        foreach (var blob in image.Blobs)
        {
            await registry.Client.PushBlobAsync(registry.BaseUri, "a", blob, Cancellation);
        }

        return registry;
    }
}
