using System.Net;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;

namespace Mirror.Sandbox.Tests.Registry;

public sealed class PullTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly ImageContent Image = ImageBuilder.Simple("pull");

    [Fact]
    public async Task Root_says_that_the_protocol_is_spoken()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);

        using var response = await registry.Client.SendAsync("GET", "/v2/");

        Assert.Equal((HttpStatusCode.OK, "registry/2.0"), (response.StatusCode, response.Header("Docker-Distribution-API-Version")));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("digest")]
    public async Task Manifest_comes_back_byte_for_byte_by_tag_and_by_digest(string reference)
    {
        await using var registry = await StartWithImageAsync();
        var path = $"/v2/a/b/manifests/{(reference == "digest" ? Image.Digest.ToString() : reference)}";

        using var get = await registry.Client.SendAsync("GET", path);
        using var head = await registry.Client.SendAsync("HEAD", path);

        Assert.Equal(Image.Manifest.Bytes.ToArray(), await get.BytesAsync());
        foreach (var response in (HttpResponseMessage[])[get, head])
        {
            Assert.Equal(
                (HttpStatusCode.OK, Image.Digest.ToString(), MediaTypes.OciManifest, Image.Manifest.Bytes.Length),
                (response.StatusCode, response.Header("Docker-Content-Digest"), response.Header("Content-Type"), response.Content.Headers.ContentLength));
        }
    }

    [Fact]
    public async Task Blob_comes_back_with_digest_and_length()
    {
        await using var registry = await StartWithImageAsync();
        var blob = Image.Blobs[1];
        var path = $"/v2/a/b/blobs/{blob.Descriptor.Digest}";

        using var get = await registry.Client.SendAsync("GET", path);
        using var head = await registry.Client.SendAsync("HEAD", path);

        Assert.Equal(blob.Bytes.ToArray(), await get.BytesAsync());
        Assert.Equal(
            (blob.Descriptor.Digest.ToString(), blob.Descriptor.Size, "bytes"),
            (head.Header("Docker-Content-Digest"), head.Content.Headers.ContentLength, head.Header("Accept-Ranges")));
    }

    [Theory]
    [InlineData("bytes=0-0", 206, 0, 1)]
    [InlineData("bytes=10-19", 206, 10, 10)]
    [InlineData("bytes=100-", 206, 100, -100)]
    [InlineData("bytes=-5", 206, -5, 5)]
    [InlineData("bytes=5-4", 200, 0, 0)]
    [InlineData("bytes=0-1,4-5", 200, 0, 0)]
    [InlineData("lines=0-1", 200, 0, 0)]
    public async Task Range_gives_the_part_that_was_asked_for(string range, int status, int start, int length)
    {
        await using var registry = await StartWithImageAsync();
        var bytes = Image.Blobs[1].Bytes.ToArray();
        var first = start < 0 ? bytes.Length + start : start;
        var expected = length == 0 ? bytes : length < 0 ? bytes[first..] : bytes[first..(first + length)];

        using var response = await registry.Client.SendAsync("GET", $"/v2/a/b/blobs/{Image.Blobs[1].Descriptor.Digest}", null, ("Range", range));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(expected, await response.BytesAsync());
        Assert.Equal(status == 206 ? $"bytes {first}-{first + expected.Length - 1}/{bytes.Length}" : "", response.Header("Content-Range"));
    }

    [Fact]
    public async Task Range_beyond_the_end_is_refused_with_the_size()
    {
        await using var registry = await StartWithImageAsync();
        var blob = Image.Blobs[1].Descriptor;

        using var response = await registry.Client.SendAsync("GET", $"/v2/a/b/blobs/{blob.Digest}", null, ("Range", $"bytes={blob.Size}-"));

        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, $"bytes */{blob.Size}"), (response.StatusCode, response.Header("Content-Range")));
    }

    [Theory]
    [InlineData("application/vnd.oci.image.manifest.v1+json", "200")]
    [InlineData("text/html, application/vnd.oci.image.manifest.v1+json;q=0.5", "200")]
    [InlineData("*/*", "200")]
    [InlineData("application/vnd.oci.image.index.v1+json", "404 MANIFEST_UNKNOWN")]
    public async Task Manifest_is_served_only_in_a_type_that_the_client_accepts(string accept, string outcome)
    {
        await using var registry = await StartWithImageAsync();

        var found = await registry.Client.SendAsync("GET", "/v2/a/b/manifests/v1", null, ("Accept", accept)).OutcomeAsync();

        Assert.Equal(outcome, found);
    }

    [Theory]
    [InlineData("manifests/v1")]
    [InlineData("blobs/digest")]
    public async Task Known_content_is_not_sent_again(string what)
    {
        await using var registry = await StartWithImageAsync();
        var path = $"/v2/a/b/{what.Replace("digest", Image.Blobs[0].Descriptor.Digest.ToString(), StringComparison.Ordinal)}";
        using var first = await registry.Client.SendAsync("GET", path);

        using var second = await registry.Client.SendAsync("GET", path, null, ("If-None-Match", first.Header("ETag")));

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.BytesAsync());
    }

    [Theory]
    [InlineData("/v2/a/b/manifests/none", "404 MANIFEST_UNKNOWN")]
    [InlineData("/v2/a/b/manifests/sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "404 MANIFEST_UNKNOWN")]
    [InlineData("/v2/a/b/manifests/-bad", "404 MANIFEST_UNKNOWN")]
    [InlineData("/v2/none/manifests/v1", "404 NAME_UNKNOWN")]
    [InlineData("/v2/none/tags/list", "404 NAME_UNKNOWN")]
    [InlineData("/v2/a/b/blobs/sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "404 BLOB_UNKNOWN")]
    [InlineData("/v2/a/b/blobs/sha256:../../../oci-layout", "404 UNSUPPORTED")]
    [InlineData("/v2/a/b/blobs/..%2F..%2Foci-layout", "404 BLOB_UNKNOWN")]
    [InlineData("/v2/A/manifests/v1", "404 NAME_INVALID")]
    [InlineData("/v2/..%2F..%2Fetc/manifests/v1", "404 NAME_INVALID")]
    [InlineData("/v2/_manifests/tags/list", "404 NAME_INVALID")]
    [InlineData("/v2/a/b/referrers/nothing", "400 DIGEST_INVALID")]
    [InlineData("/v2/a/b/none", "404 UNSUPPORTED")]
    [InlineData("/other", "404 UNSUPPORTED")]
    public async Task What_is_not_there_has_the_code_of_the_specification(string path, string outcome)
    {
        await using var registry = await StartWithImageAsync();

        var found = await registry.Client.SendAsync("GET", path).OutcomeAsync();

        Assert.Equal(outcome, found);
    }

    [Fact]
    public async Task Blob_of_one_repository_is_not_served_from_another()
    {
        await using var registry = await StartWithImageAsync();
        using var client = new HttpClient();
        await client.PushImageAsync(registry.BaseUri, "other", "v1", ImageBuilder.Simple("other"), Cancellation);

        var outcome = await registry.Client.SendAsync("GET", $"/v2/other/blobs/{Image.Blobs[1].Descriptor.Digest}").OutcomeAsync();

        Assert.Equal("404 BLOB_UNKNOWN", outcome);
    }

    [Theory]
    [InlineData("a/manifests/b")]
    [InlineData("a/blobs/uploads/b")]
    [InlineData("tags/list")]
    public async Task Repository_may_be_called_like_a_part_of_the_protocol(string repository)
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        await registry.Client.PushImageAsync(registry.BaseUri, repository, "v1", Image, Cancellation);

        using var response = await registry.Client.SendAsync("GET", $"/v2/{repository}/manifests/v1");

        Assert.Equal(Image.Manifest.Bytes.ToArray(), await response.BytesAsync());
    }

    private static async Task<TestRegistry> StartWithImageAsync()
    {
        var registry = await TestRegistry.StartAsync(Cancellation);
        await registry.Client.PushImageAsync(registry.BaseUri, "a/b", "v1", Image, Cancellation);
        return registry;
    }
}
