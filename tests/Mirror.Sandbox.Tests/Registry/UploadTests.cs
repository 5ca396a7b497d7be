using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;

namespace Mirror.Sandbox.Tests.Registry;

public sealed class UploadTests
{
    private const string Uploads = "/v2/a/blobs/uploads/";
    private static readonly byte[] Content = PseudoRandom.Bytes("upload", 300_000);
    private static readonly Digest ContentDigest = Digest.Of(Content);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_then_put_stores_the_blob()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        using var begun = await registry.Client.SendAsync("POST", Uploads);

        using var ended = await registry.Client.SendAsync("PUT", $"{begun.Header("Location")}?digest={ContentDigest}", Content);

        Assert.Equal(
            (HttpStatusCode.Accepted, HttpStatusCode.Created, $"/v2/a/blobs/{ContentDigest}", ContentDigest.ToString()),
            (begun.StatusCode, ended.StatusCode, ended.Header("Location"), ended.Header("Docker-Content-Digest")));
        Assert.Equal(Content, await registry.Client.GetByteArrayAsync(new Uri($"/v2/a/blobs/{ContentDigest}", UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task Single_post_stores_the_blob()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);

        using var response = await registry.Client.SendAsync("POST", $"{Uploads}?digest={ContentDigest}", Content);

        Assert.Equal((HttpStatusCode.Created, ContentDigest.ToString()), (response.StatusCode, response.Header("Docker-Content-Digest")));
        Assert.Equal(0, registry.Registry.OpenUploads);
    }

    [Fact]
    public async Task Chunks_are_put_together_and_progress_is_told()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        using var begun = await registry.Client.SendAsync("POST", Uploads);
        var location = begun.Header("Location");

        using var first = await registry.Client.SendAsync("PATCH", location, Content[..100_000], ("Content-Range", "0-99999"));
        using var status = await registry.Client.SendAsync("GET", location);
        using var second = await registry.Client.SendAsync("PATCH", location, Content[100_000..200_000]);
        using var ended = await registry.Client.SendAsync("PUT", $"{location}?digest={ContentDigest}", Content[200_000..], ("Content-Range", "200000-299999"));

        Assert.Equal(("0-99999", "0-99999", "0-199999"), (first.Header("Range"), status.Header("Range"), second.Header("Range")));
        Assert.Equal(
            (HttpStatusCode.Accepted, HttpStatusCode.NoContent, HttpStatusCode.Accepted, HttpStatusCode.Created),
            (first.StatusCode, status.StatusCode, second.StatusCode, ended.StatusCode));
    }

    [Theory]
    [InlineData("5-10", 6, "416 BLOB_UPLOAD_INVALID")]
    [InlineData("bytes 0-5/6", 6, "416 BLOB_UPLOAD_INVALID")]
    [InlineData("0-9", 6, "400 SIZE_INVALID")]
    public async Task Chunk_that_does_not_fit_is_refused_and_the_upload_goes_on(string range, int length, string outcome)
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        using var begun = await registry.Client.SendAsync("POST", Uploads);

        var refused = await registry.Client.SendAsync("PATCH", begun.Header("Location"), Content[..length], ("Content-Range", range)).OutcomeAsync();
        var ended = await registry.Client.SendAsync("PUT", $"{begun.Header("Location")}?digest={ContentDigest}", Content).OutcomeAsync();

        Assert.Equal((outcome, "201"), (refused, ended));
    }

    [Fact]
    public async Task Short_chunk_may_only_be_the_last_where_a_minimum_is_announced()
    {
        await using var registry = await TestRegistry.StartAsync(options => options with { MinChunkLength = 1000 }, Cancellation);
        using var begun = await registry.Client.SendAsync("POST", Uploads);

        var first = await registry.Client.SendAsync("PATCH", begun.Header("Location"), Content[..999], ("Content-Range", "0-998")).OutcomeAsync();
        var second = await registry.Client.SendAsync("PATCH", begun.Header("Location"), Content[999..], ("Content-Range", "999-299999")).OutcomeAsync();

        Assert.Equal("1000", begun.Header("OCI-Chunk-Min-Length"));
        Assert.Equal(("202", "400 BLOB_UPLOAD_INVALID"), (first, second));
    }

    [Fact]
    public async Task Sha512_is_a_digest_too_whether_announced_or_not()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        var digest = Digest.FromHash(System.Security.Cryptography.HashAlgorithmName.SHA512, System.Security.Cryptography.SHA512.HashData(Content));
        using var announced = await registry.Client.SendAsync("POST", $"{Uploads}?digest-algorithm=sha512");
        using var silent = await registry.Client.SendAsync("POST", "/v2/b/blobs/uploads/");

        var first = await registry.Client.SendAsync("PUT", $"{announced.Header("Location")}?digest={digest}", Content).OutcomeAsync();
        var second = await registry.Client.SendAsync("PUT", $"{silent.Header("Location")}?digest={digest}", Content).OutcomeAsync();

        Assert.Equal(("201", "201"), (first, second));
        Assert.Equal(Content, await registry.Client.GetByteArrayAsync(new Uri($"/v2/b/blobs/{digest}", UriKind.Relative), Cancellation));
    }

    [Theory]
    [InlineData("PUT", "?digest=sha256:1234", "400 DIGEST_INVALID")]
    [InlineData("PUT", "", "400 DIGEST_INVALID")]
    [InlineData("PUT", "?digest=sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "400 DIGEST_INVALID")]
    [InlineData("PUT", "?digest=md5:d41d8cd98f00b204e9800998ecf8427e", "400 DIGEST_INVALID")]
    public async Task Wrong_digest_leaves_no_blob(string method, string query, string outcome)
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        using var begun = await registry.Client.SendAsync("POST", Uploads);

        var found = await registry.Client.SendAsync(method, begun.Header("Location") + query, Content).OutcomeAsync();

        Assert.Equal(outcome, found);
        Assert.DoesNotContain(registry.Folder.Files(), file => file.StartsWith("blobs/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cancelled_upload_is_unknown_and_leaves_nothing()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        using var begun = await registry.Client.SendAsync("POST", Uploads);
        await registry.Client.SendAsync("PATCH", begun.Header("Location"), Content).OutcomeAsync();

        var cancelled = await registry.Client.SendAsync("DELETE", begun.Header("Location")).OutcomeAsync();
        var after = await registry.Client.SendAsync("GET", begun.Header("Location")).OutcomeAsync();

        Assert.Equal(("204", "404 BLOB_UPLOAD_UNKNOWN"), (cancelled, after));
        Assert.DoesNotContain(registry.Folder.Files(), file => file.StartsWith("incoming/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Upload_belongs_to_its_repository()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        using var begun = await registry.Client.SendAsync("POST", Uploads);

        var elsewhere = await registry.Client.SendAsync("GET", begun.Header("Location").Replace("/v2/a/", "/v2/b/", StringComparison.Ordinal)).OutcomeAsync();

        Assert.Equal("404 BLOB_UPLOAD_UNKNOWN", elsewhere);
    }

    [Fact]
    public async Task Mount_links_a_blob_of_another_repository()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        await registry.Client.SendAsync("POST", $"{Uploads}?digest={ContentDigest}", Content).OutcomeAsync();

        using var mounted = await registry.Client.SendAsync("POST", $"/v2/b/blobs/uploads/?mount={ContentDigest}&from=a");

        Assert.Equal((HttpStatusCode.Created, $"/v2/b/blobs/{ContentDigest}"), (mounted.StatusCode, mounted.Header("Location")));
        Assert.Equal("200", await registry.Client.SendAsync("HEAD", $"/v2/b/blobs/{ContentDigest}").OutcomeAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("&from=none")]
    [InlineData("&from=../a")]
    public async Task Mount_that_cannot_be_done_begins_an_upload(string from)
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        await registry.Client.SendAsync("POST", $"{Uploads}?digest={ContentDigest}", Content).OutcomeAsync();

        using var begun = await registry.Client.SendAsync("POST", $"/v2/b/blobs/uploads/?mount={ContentDigest}{from}");
        var ended = await registry.Client.SendAsync("PUT", $"{begun.Header("Location")}?digest={ContentDigest}", Content).OutcomeAsync();

        Assert.Equal((HttpStatusCode.Accepted, "201"), (begun.StatusCode, ended));
    }

    [Fact]
    public async Task Uploads_are_limited_and_abandoned_ones_make_room()
    {
        var time = new ManualTime();
        await using var registry = await TestRegistry.StartAsync(
            options => options with { MaxUploads = 2, UploadTimeout = TimeSpan.FromMinutes(10), Time = time }, Cancellation);
        using var first = await registry.Client.SendAsync("POST", Uploads);
        using var second = await registry.Client.SendAsync("POST", Uploads);

        var tooMany = await registry.Client.SendAsync("POST", Uploads).OutcomeAsync();
        time.Now += TimeSpan.FromMinutes(6);
        await registry.Client.SendAsync("GET", second.Header("Location")).OutcomeAsync();
        time.Now += TimeSpan.FromMinutes(6);
        var later = await registry.Client.SendAsync("POST", Uploads).OutcomeAsync();

        Assert.Equal(("429 TOOMANYREQUESTS", "202"), (tooMany, later));
        Assert.Equal("404 BLOB_UPLOAD_UNKNOWN", await registry.Client.SendAsync("GET", first.Header("Location")).OutcomeAsync());
        Assert.Equal("204", await registry.Client.SendAsync("GET", second.Header("Location")).OutcomeAsync());
    }

    [Fact]
    public async Task Upload_that_broke_off_is_resumed_where_it_ended()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        using var begun = await registry.Client.SendAsync("POST", Uploads);
        var location = begun.Header("Location");
        using (var socket = await SendPartAsync(registry.Registry.EndPoint, "PATCH", location, Content.Length, Content[..200_000]))
        {
            await WaitUntilAsync(() => new DirectoryInfo(registry.Folder.Combine("incoming")).EnumerateFiles().Single().Length > 100_000);
        }

        using var status = await registry.Client.SendAsync("GET", location);
        var kept = int.Parse(status.Header("Range").Split('-')[1], CultureInfo.InvariantCulture) + 1;
        var ended = await registry.Client.SendAsync("PUT", $"{location}?digest={ContentDigest}", Content[kept..]).OutcomeAsync();

        Assert.InRange(kept, 100_000, 200_000);
        Assert.Equal("201", ended);
    }

    [Fact]
    public async Task Push_of_truncated_body_leaves_no_blob()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);

        using (var socket = await SendPartAsync(registry.Registry.EndPoint, "POST", $"{Uploads}?digest={ContentDigest}", Content.Length, Content[..200_000]))
        {
            await WaitUntilAsync(() => registry.Registry.OpenUploads == 1);
        }

        await WaitUntilAsync(() => registry.Registry.OpenUploads == 0);
        Assert.Equal("404 BLOB_UNKNOWN", await registry.Client.SendAsync("GET", $"/v2/a/blobs/{ContentDigest}").OutcomeAsync());
        Assert.DoesNotContain(registry.Folder.Files(), file => file.StartsWith("blobs/", StringComparison.Ordinal) || file.StartsWith("incoming/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_clients_push_the_same_content_at_once()
    {
        await using var registry = await TestRegistry.StartAsync(Cancellation);
        var image = IndexBuilder.Simple("crowd", ImageFormat.Oci, "amd64", "arm64");

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 16),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation },
            async (n, token) => await registry.Client.PushImageAsync(registry.BaseUri, $"crowd/{n % 2}", "v1", image, token));

        Assert.Equal(
            image.AllBlobs().Count() + image.AllManifests().Count(),
            registry.Folder.Files().Count(file => file.StartsWith("blobs/sha256/", StringComparison.Ordinal)));
        Assert.Equal(0, registry.Registry.OpenUploads);
    }

    // Promises more than it sends.
    private static async Task<Socket> SendPartAsync(IPEndPoint server, string method, string path, int promised, byte[] sent)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, Cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {server}\r\nContent-Length: {promised}\r\n\r\n"), Cancellation);
        await socket.SendAsync(sent, Cancellation);
        return socket;
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1, Cancellation);
        }
    }

    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
