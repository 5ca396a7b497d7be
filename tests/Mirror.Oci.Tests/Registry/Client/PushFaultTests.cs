using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Faults;

namespace Mirror.Oci.Tests.Registry.Client;

public sealed class PushFaultTests
{
    private const string Uploads = "/blobs/uploads/";

    [Fact]
    public async Task Upload_is_one_POST_and_one_PUT_with_its_length()
    {
        await using var fixture = new FaultFixture();

        await fixture.PushLayerAsync();

        Assert.Equal(["POST", "PUT"], fixture.Methods);
        Assert.Equal(fixture.Layer.Bytes.Length, fixture.Registry.Requests[1].Length);
        Assert.Equal(fixture.Layer.Bytes.ToArray(), fixture.Stored);
    }

    [Fact]
    public async Task Mount_answered_202_uploads_to_the_location_it_got()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.Content.Mounts = false;

        await fixture.PushLayerAsync(fixture.Destination, mountFrom: "team/base");

        Assert.Equal(["POST", "PUT"], fixture.Methods);
        Assert.NotNull(fixture.Stored);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task Refused_mount_becomes_an_upload(int status)
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.On("POST", Uploads, new ServerAnswer(status));

        await fixture.PushLayerAsync(fixture.Destination, mountFrom: "team/base");

        Assert.Equal(["POST", "POST", "PUT"], fixture.Methods);
        Assert.NotNull(fixture.Stored);
    }

    [Fact]
    public async Task Repository_that_refuses_pushes_is_named()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.On("POST", Uploads, ServerAnswer.Error(403, "DENIED", "read only"), times: 100);

        var message = await fixture.FailsAsync(MirrorErrors.RegistryForbidden, fixture.PushLayerAsync, ExitCode.Destination);

        Assert.Contains("team/app", message, StringComparison.Ordinal);
        Assert.Contains("read only", message, StringComparison.Ordinal);
        Assert.Single(fixture.Registry.Requests);
    }

    [Fact]
    public async Task Upload_cut_in_the_middle_is_sent_again_in_a_new_session()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.CutUpload("PUT", Uploads, after: 50_000);

        await fixture.PushLayerAsync();

        Assert.Equal(["POST", "PUT", "HEAD", "POST", "PUT"], fixture.Methods);
        Assert.Equal(fixture.Layer.Bytes.ToArray(), fixture.Stored);
    }

    [Fact]
    public async Task Truncated_upload_leaves_no_blob()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.CutUpload("PUT", Uploads, after: 50_000, times: 100);
        fixture.Registry.CutUpload("PATCH", Uploads, after: 50_000, times: 100);

        await fixture.FailsAsync(MirrorErrors.RegistryUnreachable, fixture.PushLayerAsync, ExitCode.Destination);

        Assert.Null(fixture.Stored);
    }

    [Fact]
    public async Task Upload_that_arrived_although_its_answer_did_not_is_not_sent_again()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.After("PUT", Uploads, answer => answer with { ResetsBeforeHead = true });

        await fixture.PushLayerAsync();

        Assert.Equal(["POST", "PUT", "HEAD"], fixture.Methods);
    }

    [Fact]
    public async Task Upload_broken_twice_goes_on_in_pieces()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.CutUpload("PUT", Uploads, after: 50_000, times: 2);

        await fixture.PushLayerAsync();

        Assert.Contains("PATCH", fixture.Methods);
        Assert.Equal(fixture.Layer.Bytes.ToArray(), fixture.Stored);
    }

    [Theory]
    [InlineData(405)]
    [InlineData(411)]
    [InlineData(413)]
    [InlineData(415)]
    public async Task Refused_whole_upload_goes_on_in_pieces(int status)
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.On("PUT", Uploads, new ServerAnswer(status));
        var client = fixture.Connect(Oci.Registry.RegistrySide.Destination, fixture.Options with { ChunkSize = 64 * 1024 });

        await fixture.PushLayerAsync(client);

        Assert.Equal(["0-65535", "65536-131071", "131072-196607"], fixture.Registry.Requests.Where(r => r.Method == "PATCH").Take(3).Select(r => r["Content-Range"]));
        Assert.Equal(fixture.Layer.Bytes.ToArray(), fixture.Stored);
    }

    [Fact]
    public async Task Pieces_are_as_long_as_the_registry_asks()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.Content.ChunkMinimum = "150000";
        fixture.Registry.On("PUT", Uploads, new ServerAnswer(413));
        var client = fixture.Connect(Oci.Registry.RegistrySide.Destination, fixture.Options with { ChunkSize = 1000 });

        await fixture.PushLayerAsync(client);

        Assert.Equal("0-149999", fixture.Registry.Requests.First(request => request.Method == "PATCH")["Content-Range"]);
        Assert.Equal(fixture.Layer.Bytes.ToArray(), fixture.Stored);
    }

    [Fact]
    public async Task Piece_that_broke_goes_on_where_the_registry_says()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.On("PUT", Uploads, new ServerAnswer(413));
        fixture.Registry.CutUpload("PATCH", Uploads, after: 10_000);
        var client = fixture.Connect(Oci.Registry.RegistrySide.Destination, fixture.Options with { ChunkSize = 64 * 1024 });

        await fixture.PushLayerAsync(client);

        Assert.Contains("GET", fixture.Methods);
        Assert.Equal(fixture.Layer.Bytes.ToArray(), fixture.Stored);
    }

    [Fact]
    public async Task Piece_that_arrived_although_its_answer_did_not_is_not_sent_again()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.On("PUT", Uploads, new ServerAnswer(413));
        fixture.Registry.After("PATCH", Uploads, answer => answer with { ResetsBeforeHead = true });
        var client = fixture.Connect(Oci.Registry.RegistrySide.Destination, fixture.Options with { ChunkSize = 64 * 1024 });

        await fixture.PushLayerAsync(client);

        var ranges = fixture.Registry.Requests.Where(request => request.Method == "PATCH").Select(request => request["Content-Range"]).ToList();
        Assert.Equal(ranges.Distinct(), ranges);
        Assert.Equal(fixture.Layer.Bytes.ToArray(), fixture.Stored);
    }

    [Fact]
    public async Task Lost_session_is_opened_again_at_once()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.On("PUT", Uploads, ServerAnswer.Error(404, "BLOB_UPLOAD_UNKNOWN", "upload unknown"));

        await fixture.PushLayerAsync();

        Assert.NotNull(fixture.Stored);
        Assert.Empty(fixture.Clock.Waits);
    }

    [Fact]
    public async Task Sessions_lost_again_and_again_are_given_up()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.On("PUT", Uploads, ServerAnswer.Error(404, "BLOB_UPLOAD_UNKNOWN", "upload unknown"), times: 100);

        await fixture.FailsAsync(MirrorErrors.RegistryNotFound, fixture.PushLayerAsync, ExitCode.Destination);

        Assert.InRange(fixture.Registry.Requests.Count, 4, 20);
    }

    [Fact]
    public async Task Digest_mismatch_on_commit_is_tried_once_more()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.On("PUT", Uploads, ServerAnswer.Error(400, "DIGEST_INVALID", "provided digest did not match uploaded content"));

        await fixture.PushLayerAsync();

        Assert.NotNull(fixture.Stored);
    }

    [Fact]
    public async Task Digest_mismatch_on_every_commit_is_an_error()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.On("PUT", Uploads, ServerAnswer.Error(400, "DIGEST_INVALID", "provided digest did not match uploaded content"), times: 100);

        await fixture.FailsAsync(MirrorErrors.RegistryDigestMismatch, fixture.PushLayerAsync, ExitCode.Destination);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Upload_answered_by_a_status_that_passes_is_sent_again(int status)
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.On("PUT", Uploads, new ServerAnswer(status));

        await fixture.PushLayerAsync();

        Assert.NotNull(fixture.Stored);
        Assert.Single(fixture.Clock.Waits);
    }

    [Fact]
    public async Task Location_without_host_is_on_the_registry()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.After("POST", Uploads, answer => answer with
        {
            Headers = [.. answer.Headers.Select(header => header.Name == "Location" ? ("Location", header.Value[(header.Value.LastIndexOf('/') + 1)..]) : header)],
        });

        await fixture.PushLayerAsync();

        Assert.NotNull(fixture.Stored);
    }

    [Fact]
    public async Task Location_keeps_its_query()
    {
        await using var fixture = new FaultFixture();

        await fixture.PushLayerAsync();

        Assert.Equal($"?_state=s1%3D&digest={Uri.EscapeDataString(fixture.Layer.Descriptor.Digest.ToString())}", fixture.Registry.Requests[1].Query);
    }

    [Fact]
    public async Task Location_on_another_host_gets_the_content_but_no_login()
    {
        await using var fixture = new FaultFixture();
        string? login = null;
        await using var storage = new LoopbackServer(async (request, token) =>
        {
            login = request["Authorization"];
            await request.ReadBodyAsync(long.MaxValue, token);
            return new ServerAnswer(201);
        });
        fixture.Registry.Guard = request => request["Authorization"].Length > 0 ? null : new ServerAnswer(401).With("WWW-Authenticate", "Basic realm=\"x\"");
        fixture.Registry.After("POST", Uploads, answer => answer.Without("Location").With("Location", $"http://{storage.Endpoint}/upload?key=1"));

        await fixture.PushLayerAsync();

        Assert.Equal("", login);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("http://user:pw@127.0.0.1/x")]
    public async Task Location_that_leads_nowhere_is_an_error(string location)
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.After("POST", Uploads, answer => answer.Without("Location").With("Location", location));

        await fixture.FailsAsync(MirrorErrors.RegistryProtocol, fixture.PushLayerAsync, ExitCode.Destination);
    }

    [Fact]
    public async Task Upload_that_stalls_is_sent_again()
    {
        await using var fixture = new FaultFixture();
        var held = new TaskCompletionSource();
        fixture.Registry.On("PUT", Uploads, new ServerAnswer(201) { HoldHead = new TaskCompletionSource().Task, OnHold = held.SetResult });

        var pushing = fixture.PushLayerAsync();
        await held.Task;
        await fixture.Clock.FireNextAsync(FaultFixture.Commit);
        await pushing;

        Assert.NotNull(fixture.Stored);
    }

    [Fact]
    public async Task Failure_of_the_source_is_the_sources()
    {
        await using var fixture = new FaultFixture();
        var blame = MirrorErrors.RegistryDigestMismatch.Exception("The source is broken.");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => fixture.Destination.PushBlobAsync(
            FaultFixture.Repository, fixture.Layer.Descriptor, null, _ => Task.FromResult<Stream>(new BrokenStream(blame)), FaultFixture.Cancellation));

        Assert.Same(blame, failure);
        Assert.Null(fixture.Stored);
    }

    [Fact]
    public async Task Same_blob_is_sent_once_at_a_time_but_mounted_meanwhile()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.Content.AddBlob("team/base", fixture.Layer);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Registry.After("PUT", Uploads, answer => answer with { HoldHead = gate.Task, OnHold = held.SetResult });

        var first = fixture.PushLayerAsync();
        await held.Task;
        var second = fixture.PushLayerAsync();
        await fixture.PushLayerAsync(fixture.Destination, mountFrom: "team/base");
        var meanwhile = fixture.Methods;
        gate.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(["POST", "PUT", "POST"], meanwhile);
        Assert.Equal(["POST", "PUT", "POST", "POST", "PUT"], fixture.Methods);
    }

    [Fact]
    public async Task Manifest_stored_under_another_digest_is_an_error()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.After("PUT", "/manifests/", answer =>
            answer.Without("Docker-Content-Digest").With("Docker-Content-Digest", TestDigest.Of("other").ToString()));

        await fixture.FailsAsync(
            MirrorErrors.RegistryDigestMismatch,
            () => fixture.Destination.PutManifestAsync(FaultFixture.Repository, "v1", fixture.Image.Manifest, FaultFixture.Cancellation),
            ExitCode.Destination);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(412)]
    public async Task Tag_that_cannot_change_and_is_right_is_as_good(int status)
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("PUT", "/manifests/", ServerAnswer.Error(status, "TAG_INVALID", "immutable"), times: 100);

        await fixture.Destination.PutManifestAsync(FaultFixture.Repository, "v1", fixture.Image.Manifest, FaultFixture.Cancellation);

        Assert.Equal(["PUT", "HEAD"], fixture.Methods);
    }

    [Fact]
    public async Task Tag_that_cannot_change_and_is_wrong_is_an_error()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("PUT", "/manifests/", ServerAnswer.Error(412, "PRECONDITION", "immutable"), times: 100);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => fixture.Destination.PutManifestAsync(
            FaultFixture.Repository, "v1", ImageBuilder.Simple("another").Manifest, FaultFixture.Cancellation));

        Assert.Contains("immutable", Assert.Single(failure.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Equal(["PUT", "HEAD"], fixture.Methods);
    }

    [Theory]
    [InlineData("MANIFEST_BLOB_UNKNOWN")]
    [InlineData("BLOB_UNKNOWN")]
    [InlineData("MANIFEST_INVALID")]
    public async Task Manifest_that_misses_content_is_an_error_although_its_tag_shows_it(string code)
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("PUT", "/manifests/", ServerAnswer.Error(400, code, "lost"), times: 100);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => fixture.Destination.PutManifestAsync(
            FaultFixture.Repository, "v1", fixture.Image.Manifest, FaultFixture.Cancellation));

        Assert.Contains(code, Assert.Single(failure.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Equal(["PUT"], fixture.Methods);
    }

    [Fact]
    public async Task Artifact_is_listed_under_the_tag_where_the_registry_keeps_no_list()
    {
        await using var fixture = new FaultFixture().WithImage();
        var artifact = new ArtifactBuilder { ArtifactType = "application/x-test", Subject = fixture.Image.Manifest.Descriptor }.Build();

        await fixture.Destination.PutManifestAsync(FaultFixture.Repository, null, artifact.Manifest, FaultFixture.Cancellation);
        await fixture.Destination.PutManifestAsync(FaultFixture.Repository, null, artifact.Manifest, FaultFixture.Cancellation);

        var referrer = Assert.Single((await fixture.Source.FindReferrersAsync(FaultFixture.Repository, fixture.Image.Digest, FaultFixture.Cancellation))!);
        Assert.Equal(artifact.Digest, referrer.Digest);
        Assert.Equal("application/x-test", referrer.ArtifactType);
    }

    private sealed class BrokenStream(MirrorException failure) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw failure;
    }
}
