using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Testing;
using Mirror.Testing.Faults;

namespace Mirror.Oci.Tests.Registry.Client;

public sealed class PullFaultTests
{
    private const string Blobs = "/blobs/";
    private const string Manifests = "/manifests/";

    [Fact]
    public async Task Blob_that_is_gone_is_null()
    {
        await using var fixture = new FaultFixture();

        Assert.Null(await fixture.Source.FindBlobAsync(FaultFixture.Repository, fixture.Layer.Descriptor, FaultFixture.Cancellation));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Status_that_passes_is_tried_again(int status)
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", Manifests, new ServerAnswer(status), times: 2);

        var manifest = await fixture.ReadManifestAsync();

        Assert.Equal(fixture.Image.Digest, manifest!.Digest);
        Assert.Equal(2, fixture.Source.Statistics.Snapshot().Retries);
    }

    [Fact]
    public async Task Status_that_does_not_pass_fails_after_all_retries()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", Manifests, new ServerAnswer(500), times: 100);

        var message = await fixture.FailsAsync(MirrorErrors.RegistryServerError, () => fixture.ReadManifestAsync());

        Assert.Contains("500 InternalServerError", message, StringComparison.Ordinal);
        Assert.Equal(6, fixture.Registry.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(405)]
    [InlineData(410)]
    [InlineData(501)]
    public async Task Status_that_means_no_is_asked_once(int status)
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", Manifests, new ServerAnswer(status), times: 100);

        await fixture.FailsAsync(status == 501 ? MirrorErrors.RegistryServerError : MirrorErrors.RegistryRejected, () => fixture.ReadManifestAsync());

        Assert.Single(fixture.Registry.Requests);
    }

    [Fact]
    public async Task Forbidden_repository_is_asked_once_and_says_why()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", Manifests, ServerAnswer.Error(403, "DENIED", "subscription ended"), times: 100);

        var message = await fixture.FailsAsync(MirrorErrors.RegistryForbidden, () => fixture.ReadManifestAsync());

        Assert.Contains("DENIED: subscription ended", message, StringComparison.Ordinal);
        Assert.Single(fixture.Registry.Requests);
    }

    [Fact]
    public async Task Page_instead_of_an_error_is_named_by_its_title()
    {
        await using var fixture = new FaultFixture().WithImage();
        var page = Encoding.UTF8.GetBytes($"<html><head><title>Blocked by\u001b[31m policy</title></head><body>{new string('x', 50_000)}</body></html>");
        fixture.Registry.On("GET", Manifests, new ServerAnswer(403) { Body = page }.With("Content-Type", "text/html"));

        var message = await fixture.FailsAsync(MirrorErrors.RegistryForbidden, () => fixture.ReadManifestAsync());

        Assert.Contains("an HTML page 'Blocked by [31m policy'", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 600);
    }

    [Fact]
    public async Task Error_body_that_never_ends_is_not_read_to_its_end()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", Manifests, new ServerAnswer(400) { Body = new byte[10_000], IsEndless = true });

        await fixture.FailsAsync(MirrorErrors.RegistryRejected, () => fixture.ReadManifestAsync());
    }

    [Fact]
    public async Task Reset_before_the_answer_is_tried_again()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", Blobs, new ServerAnswer(200) { ResetsBeforeHead = true }, times: 3);

        Assert.Equal(fixture.Layer.Bytes.ToArray(), await fixture.ReadLayerAsync());
    }

    [Fact]
    public async Task Reset_in_the_body_resumes_where_it_broke()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", Blobs, answer => answer with { ClosesAfter = 100_000 });

        Assert.Equal(fixture.Layer.Bytes.ToArray(), await fixture.ReadLayerAsync());
        Assert.Equal("bytes=100000-", fixture.Registry.Requests[1]["Range"]);
    }

    [Fact]
    public async Task Resets_again_and_again_are_given_up()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", Blobs, answer => answer with { ResetsAfter = 0 }, times: 100);

        await fixture.FailsAsync(MirrorErrors.RegistryUnreachable, fixture.ReadLayerAsync);

        Assert.Equal(6, fixture.Registry.Requests.Count);
    }

    [Fact]
    public async Task Reset_after_the_body_harms_nobody()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", Blobs, answer => answer with { ClosesAfter = answer.Body.Length });

        Assert.Equal(fixture.Layer.Bytes.ToArray(), await fixture.ReadLayerAsync());
        Assert.Equal(fixture.Image.Digest, (await fixture.ReadManifestAsync())!.Digest);
    }

    [Fact]
    public async Task Registry_that_ignores_ranges_is_read_from_the_start_again()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", Blobs, answer => answer with { ClosesAfter = 100_000 });
        fixture.Registry.On("GET", Blobs, new ServerAnswer(200) { Body = fixture.Layer.Bytes });

        Assert.Equal(fixture.Layer.Bytes.ToArray(), await fixture.ReadLayerAsync());
    }

    [Fact]
    public async Task Wrong_range_is_refused()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", Blobs, answer => answer with { ClosesAfter = 100_000 });
        fixture.Registry.On("GET", Blobs, new ServerAnswer(206) { Body = fixture.Layer.Bytes }.With("Content-Range", "bytes 7-200000/200001"));

        await fixture.FailsAsync(MirrorErrors.RegistryProtocol, fixture.ReadLayerAsync);
    }

    [Fact]
    public async Task Blob_that_changes_between_the_parts_is_noticed()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", Blobs, answer => answer with { ClosesAfter = 100_000 });
        fixture.Registry.After("GET", Blobs, answer => answer with { Body = new byte[answer.Body.Length] });

        await fixture.FailsAsync(MirrorErrors.RegistryDigestMismatch, fixture.ReadLayerAsync);
    }

    [Fact]
    public async Task Blob_that_is_deleted_between_the_parts_is_named()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", Blobs, answer => answer with { ClosesAfter = 100_000 });
        fixture.Registry.On("GET", Blobs, ServerAnswer.Error(404, "BLOB_UNKNOWN", "blob unknown"));

        await fixture.FailsAsync(MirrorErrors.RegistryNotFound, fixture.ReadLayerAsync);
    }

    [Fact]
    public async Task Wrong_bytes_are_never_read_to_their_end()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", Blobs, answer => answer with { Body = new byte[answer.Body.Length] });

        var message = await fixture.FailsAsync(MirrorErrors.RegistryDigestMismatch, fixture.ReadLayerAsync);

        Assert.Contains(fixture.Layer.Descriptor.Digest.ToString(), message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blob_of_another_length_is_refused_before_its_first_byte()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", Blobs, answer => answer with { Body = answer.Body[1..] });

        await fixture.FailsAsync(MirrorErrors.RegistrySizeMismatch, fixture.ReadLayerAsync);
    }

    [Fact]
    public async Task Body_that_never_ends_is_read_to_the_expected_length_only()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", Blobs, answer => answer with { Body = new byte[50_000], IsEndless = true });

        await fixture.FailsAsync(MirrorErrors.RegistryDigestMismatch, fixture.ReadLayerAsync);
    }

    [Fact]
    public async Task Slow_drip_is_not_a_stall()
    {
        await using var fixture = new FaultFixture().WithImage();
        var gates = Enumerable.Range(1, 10).Select(part => (Offset: part * 1000L, Gate: Gate())).ToList();
        fixture.Registry.After("GET", Blobs, answer => answer with { Holds = [.. gates.Select(gate => (gate.Offset, gate.Gate.Task))] });
        await using var stream = await fixture.Source.FindBlobAsync(FaultFixture.Repository, fixture.Layer.Descriptor, FaultFixture.Cancellation);
        var bytes = new byte[fixture.Layer.Bytes.Length];
        var read = 0;

        foreach (var (offset, gate) in gates)
        {
            await stream!.ReadExactlyAsync(bytes.AsMemory(read, (int)offset - read), FaultFixture.Cancellation);
            var next = stream.ReadAsync(bytes.AsMemory((int)offset, 10), FaultFixture.Cancellation);
            fixture.Clock.Advance(FaultFixture.Stall * 0.4);
            gate.SetResult();
            read = (int)offset + await next;
        }

        await stream!.ReadExactlyAsync(bytes.AsMemory(read), FaultFixture.Cancellation);
        Assert.Equal(fixture.Layer.Bytes.ToArray(), bytes);
        Assert.Single(fixture.Registry.Requests);
    }

    [Fact]
    public async Task Body_that_stalls_is_resumed()
    {
        await using var fixture = new FaultFixture().WithImage();
        var held = Gate();
        fixture.Registry.After("GET", Blobs, answer => answer with { Holds = [(100_000, Gate().Task)], OnHold = held.SetResult });

        var reading = fixture.ReadLayerAsync();
        await held.Task;
        await fixture.Clock.FireNextAsync(FaultFixture.Stall);

        Assert.Equal(fixture.Layer.Bytes.ToArray(), await reading);
        Assert.Equal(2, fixture.Registry.Requests.Count);
    }

    [Fact]
    public async Task Answer_that_does_not_come_is_asked_for_again()
    {
        await using var fixture = new FaultFixture().WithImage();
        await fixture.Source.PingAsync(FaultFixture.Cancellation);
        var held = Gate();
        fixture.Registry.On("GET", Manifests, new ServerAnswer(200) { HoldHead = Gate().Task, OnHold = held.SetResult });

        var reading = fixture.ReadManifestAsync();
        await held.Task;
        await fixture.Clock.FireNextAsync(FaultFixture.Answer);

        Assert.Equal(fixture.Image.Digest, (await reading)!.Digest);
    }

    [Fact]
    public async Task Cancelled_read_ends_without_another_request()
    {
        await using var fixture = new FaultFixture().WithImage();
        var held = Gate();
        using var cancel = new CancellationTokenSource();
        fixture.Registry.On("GET", Manifests, new ServerAnswer(200) { HoldHead = Gate().Task, OnHold = held.SetResult });

        var reading = fixture.Source.FindManifestAsync(FaultFixture.Repository, "v1", cancel.Token);
        await held.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Single(fixture.Registry.Requests);
    }

    [Fact]
    public async Task Manifest_cut_off_in_the_middle_is_read_again()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", Manifests, answer => answer with { ClosesAfter = 20 });

        Assert.Equal(fixture.Image.Digest, (await fixture.ReadManifestAsync())!.Digest);
    }

    [Fact]
    public async Task Manifest_of_another_digest_than_asked_for_is_refused()
    {
        await using var fixture = new FaultFixture().WithImage();
        var digest = TestDigest.Of("other").ToString();
        fixture.Registry.Content.AddManifest(FaultFixture.Repository, digest, MediaTypes.OciManifest, fixture.Image.Manifest.Bytes.ToArray());

        await fixture.FailsAsync(MirrorErrors.RegistryDigestMismatch, () => fixture.ReadManifestAsync(digest));
    }

    [Fact]
    public async Task Manifest_of_another_digest_than_announced_is_refused()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("GET", Manifests, answer =>
            answer.Without("Docker-Content-Digest").With("Docker-Content-Digest", TestDigest.Of("other").ToString()));

        await fixture.FailsAsync(MirrorErrors.RegistryDigestMismatch, () => fixture.ReadManifestAsync());
    }

    [Fact]
    public async Task Manifest_of_100_MB_is_not_read()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", Manifests, new ServerAnswer(200) { DeclaredLength = 100_000_000, Body = new byte[1000] });

        await fixture.FailsAsync(MirrorErrors.RegistryAnswerTooLarge, () => fixture.ReadManifestAsync());

        Assert.InRange(fixture.Source.Statistics.Snapshot().BytesIn, 0, ManifestReader.MaxSize);
    }

    [Fact]
    public async Task Manifest_that_never_ends_is_read_to_the_limit_only()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.On("GET", Manifests, new ServerAnswer(200) { Body = new byte[100_000], IsEndless = true });

        await fixture.FailsAsync(MirrorErrors.RegistryAnswerTooLarge, () => fixture.ReadManifestAsync());
    }

    [Fact]
    public async Task Schema_1_is_refused_by_name()
    {
        await using var fixture = new FaultFixture();
        fixture.Registry.Content.AddManifest(FaultFixture.Repository, "v1", MediaTypes.DockerSchema1Signed, """{"schemaVersion":1,"name":"x"}"""u8.ToArray());

        await fixture.FailsAsync(MirrorErrors.ManifestSchema1, () => fixture.ReadManifestAsync());
    }

    [Fact]
    public async Task Missing_digest_of_a_tag_is_computed_from_its_manifest()
    {
        await using var fixture = new FaultFixture().WithImage();
        fixture.Registry.After("HEAD", Manifests, answer => answer.Without("Docker-Content-Digest"));

        Assert.Equal(fixture.Image.Digest, await fixture.Source.FindDigestAsync(FaultFixture.Repository, "v1", FaultFixture.Cancellation));
    }

    private static TaskCompletionSource Gate() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
