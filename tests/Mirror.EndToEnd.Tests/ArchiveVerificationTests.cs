using Mirror.Engine;
using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing.Faults;

namespace Mirror.EndToEnd.Tests;

/// <summary>What is read of archives before anything is published, and by Verify.</summary>
public sealed class ArchiveVerificationTests : AirGapTest
{
    [Fact]
    public async Task What_was_verified_is_not_read_again_until_the_file_is_another()
    {
        var images = await Gap.PushManyAsync(2, 20_000, Token);
        var carried = Assert.Single(Gap.Carry(Segments(await Gap.PackAsync(Token, repositories: [.. images.Keys]))));
        var bytes = images.Values.Sum(image => image.AllBlobs().Sum(blob => blob.Descriptor.Size));

        Assert.Equal(bytes, await VerifiedByPublishAsync("one"));
        Assert.Equal(0, await VerifiedByPublishAsync("two"));
        Assert.Equal(bytes, await VerifiedByPublishAsync("three", options => options with { Deep = true }));

        // Where the disk is mounted does not matter, and neither does who has read it.
        Directory.Move(Gap.Carried, Gap.Carried + "2");
        Assert.Equal(0, await VerifiedByPublishAsync("four", options => options with { From = [Gap.Carried + "2"] }));
        Directory.Move(Gap.Carried + "2", Gap.Carried);

        var time = File.GetLastWriteTimeUtc(carried);
        File.SetLastWriteTimeUtc(carried, time.AddSeconds(1));
        Assert.Equal(bytes, await VerifiedByPublishAsync("five"));
        File.Copy(carried, carried + ".copy");
        File.Move(carried + ".copy", carried, overwrite: true);
        File.SetLastWriteTimeUtc(carried, time);
        await VerifyAsync();
        Assert.Equal(0, await VerifiedByPublishAsync("six"));
        Assert.Single(Directory.EnumerateFiles(Gap.Inside.Folder.Combine("output", "plan", "verified")));
    }

    [Fact]
    public async Task Run_after_a_mended_file_reads_that_file_alone_and_a_damaged_record_costs_nothing_but_time()
    {
        var images = await Gap.PushManyAsync(6, 20_000, Token);
        var segments = Segments(await Gap.PackAsync(Token, size: 100_000, repositories: [.. images.Keys]));
        var carried = Gap.Carry(segments);
        var layer = images["a/app0"].AllBlobs().MaxBy(blob => blob.Descriptor.Size)!;
        var damaged = carried.Single(file => File.ReadAllBytes(file).AsSpan().IndexOf(layer.Bytes.Span) >= 0);
        var all = images.Values.Sum(image => image.AllBlobs().Sum(blob => blob.Descriptor.Size));
        Damage(damaged, layer);

        await Assert.ThrowsAsync<MirrorException>(() => VerifiedByPublishAsync("one"));
        Assert.Equal(layer.Descriptor.Size, await FailingPublishVerifiesAsync("one"));
        File.Copy(segments.Single(file => Path.GetFileName(file) == Path.GetFileName(damaged)), damaged, overwrite: true);
        var mended = await VerifiedByPublishAsync("one");
        foreach (var record in Directory.EnumerateFiles(Gap.Inside.Folder.Combine("output", "plan", "verified")))
        {
            await File.AppendAllTextAsync(record, "whole of it\n", Token);
        }

        Assert.InRange(mended, layer.Descriptor.Size, all - 20_000);
        Assert.Equal(all, await VerifiedByPublishAsync("two"));
    }

    [Fact]
    public async Task Content_that_changes_after_it_was_verified_is_noticed_when_it_is_pushed_and_the_next_run_reads_all_again()
    {
        var images = await Gap.PushManyAsync(2, 20_000, Token);
        var carried = Assert.Single(Gap.Carry(Segments(await Gap.PackAsync(Token, repositories: [.. images.Keys]))));
        var layer = images["a/app0"].AllBlobs().MaxBy(blob => blob.Descriptor.Size)!;
        await VerifyAsync();
        var time = File.GetLastWriteTimeUtc(carried);
        Damage(carried, layer);
        File.SetLastWriteTimeUtc(carried, time);

        var first = await Assert.ThrowsAsync<MirrorException>(() => Gap.PublishAsync(Token));
        await Gap.Destination.ForgetRequestsAsync(Token);
        var second = await Assert.ThrowsAsync<MirrorException>(() => Gap.PublishAsync(Token));

        Assert.Equal(ExitCode.Incomplete, first.ExitCode);
        Assert.Contains(first.Diagnostics, d => d.Code == MirrorErrors.DigestMismatch && d.Message.Contains(carried, StringComparison.Ordinal));
        await Gap.AssertThereAsync("a/app1", images["a/app1"], Token);
        Assert.Equal(MirrorErrors.ArchiveContentDamaged, second.Diagnostics[0].Code);
        Assert.Equal(0, await Gap.WritesAsync(Token));
    }

    [Fact]
    public async Task Only_what_the_run_needs_is_verified()
    {
        var images = await Gap.PushManyAsync(2, 20_000, Token);
        var carried = Assert.Single(Gap.Carry(Segments(await Gap.PackAsync(Token, repositories: [.. images.Keys]))));
        Damage(carried, images["a/app0"].AllBlobs().MaxBy(blob => blob.Descriptor.Size)!);
        Gap.ConfigureInside("a/app1");

        var verified = await VerifiedByPublishAsync("one");

        Assert.Equal(images["a/app1"].AllBlobs().Sum(blob => blob.Descriptor.Size), verified);
    }

    [Fact]
    public async Task Verify_names_a_flipped_bit_in_a_blob()
    {
        var images = await Gap.PushManyAsync(2, 20_000, Token);
        var carried = Assert.Single(Gap.Carry(Segments(await Gap.PackAsync(Token, repositories: [.. images.Keys]))));
        var layer = images["a/app0"].AllBlobs().MaxBy(blob => blob.Descriptor.Size)!;
        Damage(carried, layer);

        var failure = await Assert.ThrowsAsync<MirrorException>(VerifyAsync);

        Assert.Equal(ExitCode.Different, failure.ExitCode);
        Assert.Contains(layer.Descriptor.Digest.Hex, failure.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains("\"state\": \"damaged\"", Gap.Inside.Output("plan", "segments.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_reads_every_segment_and_notices_one_that_is_missing()
    {
        var images = await Gap.PushManyAsync(4, 20_000, Token);
        var files = await Gap.PackAsync(Token, size: 64 << 10, repositories: [.. images.Keys]);
        var carried = Gap.Carry(files);

        await VerifyAsync();
        var report = Gap.Inside.Output("plan", "segments.json");
        File.Delete(carried[0]);
        var failure = await Assert.ThrowsAsync<MirrorException>(VerifyAsync);

        Assert.All(Segments(files), file => Assert.Contains(Path.GetFileName(file), report, StringComparison.Ordinal));
        Assert.DoesNotContain("damaged", report, StringComparison.Ordinal);
        Assert.Contains(failure.Diagnostics, d => d.Message.Contains(Path.GetFileName(carried[0]), StringComparison.Ordinal));
    }


    [Fact]
    public async Task Registry_with_logins_is_written_to_when_archives_are_right_and_not_before()
    {
        var images = await Gap.PushManyAsync(2, 20_000, Token);
        var packed = Assert.Single(Segments(await Gap.PackAsync(Token, repositories: [.. images.Keys])));
        var carried = Assert.Single(Gap.Carry([packed]));
        Damage(carried, images["a/app0"].AllBlobs().MaxBy(blob => blob.Descriptor.Size)!);
        await using var destination = new FaultyRegistry();
        destination.Guard = request => !request.Headers.Any(header => header.Name == "Authorization")
            ? ServerAnswer.Error(401, "UNAUTHORIZED", "log in").With("WWW-Authenticate", "Basic realm=\"test\"")
            : request.Method == "POST" && request.Path.Contains("/a/app1/", StringComparison.Ordinal) ? ServerAnswer.Error(403, "DENIED", "no") : null;
        var account = Convert.ToBase64String("writer:s3cr3t"u8);
        var auth = Gap.Inside.Folder.WriteFile("auth.json", $"{{\"auths\":{{\"{destination.Endpoint}\":{{\"auth\":\"{account}\"}}}}}}");
        var options = Gap.Inside.Options($"docker://{destination.Endpoint}/ocp") with { From = [Gap.Carried], IsConfigurationOptional = true, DestinationAuthFile = auth };

        var damaged = await Assert.ThrowsAsync<MirrorException>(() => Gap.Inside.PublishAsync(options, Token));
        var before = destination.Requests.Where(request => request.Method is "POST" or "PUT" or "PATCH" or "DELETE").ToList();
        File.Copy(packed, carried, overwrite: true);
        var refused = await Assert.ThrowsAsync<MirrorException>(() => Gap.Inside.PublishAsync(options, Token));

        Assert.Equal(MirrorErrors.ArchiveContentDamaged, damaged.Diagnostics[0].Code);
        Assert.Empty(before);

        // The repository that refuses was asked once, by a probe, and the other is complete.
        Assert.Equal(ExitCode.Incomplete, refused.ExitCode);
        Assert.Contains("'quay.io/a/app1:1'", refused.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Single(destination.Requests, request => request.Method == "POST" && request.Path.Contains("/a/app1/", StringComparison.Ordinal));
        Assert.NotNull(destination.Content.FindManifest("ocp/a/app0", "1"));
        Assert.Null(destination.Content.FindManifest("ocp/a/app1", "1"));
    }

    private static void Damage(string file, BlobContent blob)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.AsSpan().IndexOf(blob.Bytes.Span) + 5000] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>Publishes into a namespace of its own; the bytes of archives that were read before anything was pushed.</summary>
    private async Task<long> VerifiedByPublishAsync(string place, Func<MirrorOptions, MirrorOptions>? change = null)
    {
        var options = Gap.Inside.Options($"docker://{Gap.Destination.Endpoint}/{place}") with { From = [Gap.Carried], IsConfigurationOptional = true };
        using var engine = Gap.Inside.NewEngine(change?.Invoke(options) ?? options);
        await engine.ResolveAsync(Token);
        await engine.PublishAsync(Token);
        Assert.Equal(engine.Progress.BytesToVerify, engine.Progress.BytesVerified);
        return engine.Progress.BytesVerified;
    }

    private async Task<long> FailingPublishVerifiesAsync(string place)
    {
        using var engine = Gap.Inside.NewEngine(Gap.Inside.Options($"docker://{Gap.Destination.Endpoint}/{place}") with { From = [Gap.Carried], IsConfigurationOptional = true });
        await engine.ResolveAsync(Token);
        await Assert.ThrowsAsync<MirrorException>(() => engine.PublishAsync(Token));
        Assert.Equal(engine.Progress.BytesToVerify, engine.Progress.BytesVerified);
        return engine.Progress.BytesVerified;
    }

    private async Task VerifyAsync()
    {
        using var engine = Gap.Inside.NewEngine(Gap.InsideOptions() with { Destination = null });
        await engine.VerifyAsync(Token);
    }
}
