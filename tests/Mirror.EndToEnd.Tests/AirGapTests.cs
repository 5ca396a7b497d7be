using Mirror.Engine;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Sandbox.Images;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>Pack on one side, Publish from archives on the other, between two real registries.</summary>
public sealed class AirGapTests : IAsyncLifetime
{
    private AirGap _gap = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _gap = await AirGap.OpenAsync(Token);

    public ValueTask DisposeAsync() => _gap.DisposeAsync();

    [Fact]
    public async Task Images_of_every_kind_arrive_byte_for_byte_and_no_source_is_asked()
    {
        var multi = IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64");
        var docker = ImageBuilder.Simple("docker", ImageFormat.Docker);
        await _gap.PushAsync("a/multi", multi, Token);
        await _gap.PushAsync("b/docker", docker, Token);
        _gap.Carry(await _gap.PackAsync(Token, repositories: ["a/multi", "b/docker"]));
        await _gap.Source.ForgetRequestsAsync(Token);

        var results = await _gap.Inside.PublishAsync(_gap.InsideOptions(), Token);

        Assert.Empty(await _gap.Source.RequestsAsync(Token));
        await _gap.AssertThereAsync("a/multi", multi, Token);
        await _gap.AssertThereAsync("b/docker", docker, Token);
        Assert.True(_gap.Inside.HasOutput("cluster-resources", "itms-oc-mirror.yaml"));
        Assert.False(Directory.Exists(_gap.Inside.Folder.Combine("store", "blobs")), "Something was unpacked.");
        Assert.StartsWith($"'{_gap.Address}' has 2 images, 2 of them new; receipt 'output/receipts/", results[3].Result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_publish_writes_nothing_and_gives_the_same_receipt()
    {
        await _gap.PushManyAsync(3, 1000, Token);
        _gap.Carry(await _gap.PackAsync(Token, repositories: ["a/app0", "a/app1", "a/app2"]));
        await _gap.PublishAsync(Token);
        var receipt = File.ReadAllBytes(Receipt());
        await _gap.Destination.ForgetRequestsAsync(Token);

        var results = await _gap.Inside.PublishAsync(_gap.InsideOptions(), Token);

        Assert.True(results[3].Result.IsUpToDate, results[3].Result.Message);
        Assert.Equal(0, await _gap.WritesAsync(Token));
        Assert.Equal(receipt, File.ReadAllBytes(Receipt()));
    }

    [Fact]
    public async Task Deltas_publish_together_in_any_order_and_twice()
    {
        var (images, a, b, c) = await PackChainAsync();

        var message = await _gap.PublishAsync(Token, _gap.Carry([.. Segments(a), .. Segments(c), .. Segments(b)]));
        var again = await _gap.PublishAsync(Token, _gap.Carry([.. Segments(c), .. Segments(b), .. Segments(a)]));

        Assert.Contains("has 3 images, 3 of them new", message, StringComparison.Ordinal);
        Assert.Contains("has all 3 images", again, StringComparison.Ordinal);
        foreach (var repository in new[] { "a/app1", "a/app2", "a/app3" })
        {
            await _gap.AssertThereAsync(repository, images[repository], Token);
        }
    }

    [Fact]
    public async Task Deltas_publish_one_after_the_other_and_one_that_is_too_early_says_what_it_needs()
    {
        var (images, a, b, c) = await PackChainAsync();
        await _gap.PublishAsync(Token, _gap.Carry(Segments(a)));
        await _gap.Destination.ForgetRequestsAsync(Token);

        var early = await Assert.ThrowsAsync<MirrorException>(() => _gap.PublishAsync(Token, _gap.Carry(Segments(c))));
        var writes = await _gap.WritesAsync(Token);
        await _gap.PublishAsync(Token, _gap.Carry(Segments(b)));
        await _gap.PublishAsync(Token, _gap.Carry(Segments(c)));

        Assert.Equal(0, writes);
        Assert.Equal(ExitCode.Source, early.ExitCode);
        var name = Path.GetFileName(Segments(b)[0])[..("mirror-".Length + 12)];
        Assert.Contains(early.Diagnostics, d => d.Code == MirrorErrors.RequiredContentMissing
            && d.Message.Contains("'a/app2:1'", StringComparison.Ordinal)
            && d.Message.Contains($"'{images["a/app2"].Digest}'", StringComparison.Ordinal)
            && d.Message.Contains($"the archive '{name}'", StringComparison.Ordinal));
        await _gap.AssertThereAsync("a/app3", images["a/app3"], Token);
    }

    [Fact]
    public async Task Only_the_last_delta_is_refused_with_every_image_that_is_missing_and_nothing_is_pushed()
    {
        var (images, _, _, c) = await PackChainAsync();
        await _gap.Destination.ForgetRequestsAsync(Token);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _gap.PublishAsync(Token, _gap.Carry(Segments(c))));

        Assert.Equal(0, await _gap.WritesAsync(Token));
        foreach (var repository in new[] { "a/app1", "a/app2" })
        {
            Assert.Contains(failure.Diagnostics, d => d.Message.StartsWith($"'{repository}:1'", StringComparison.Ordinal) && d.Message.Contains($"{images[repository].Digest}", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(failure.Diagnostics, d => d.Message.StartsWith("'a/app3:1'", StringComparison.Ordinal));
        Assert.False(Directory.Exists(_gap.Inside.Folder.Combine("output", "receipts")));
    }

    [Fact]
    public async Task Blob_that_the_destination_has_lost_is_named()
    {
        var shared = Layer.Random("shared", 50_000);
        var old = new ImageBuilder { Layers = [shared] }.Build();
        var next = new ImageBuilder { Layers = [shared, Layer.Random("next", 1000)] }.Build();
        await _gap.PushAsync("a/old", old, Token);
        await _gap.PushAsync("a/next", next, Token);
        _gap.Carry(await _gap.PackAsync(Token, repositories: ["a/old"]));
        await _gap.PublishAsync(Token);
        var delta = await _gap.PackAsync(Token, _gap.KeepLock("old"), repositories: ["a/old", "a/next"]);
        var lost = old.AllBlobs().Single(blob => blob.Descriptor.Size > 40_000).Descriptor.Digest;
        using (var client = new HttpClient())
        {
            (await client.DeleteAsync(new Uri(_gap.Destination.BaseUri, $"/v2/ocp/a/old/blobs/{lost}"), Token)).EnsureSuccessStatusCode();
        }

        await _gap.Destination.ForgetRequestsAsync(Token);
        var failure = await Assert.ThrowsAsync<MirrorException>(() => _gap.PublishAsync(Token, _gap.Carry(Segments(delta))));

        Assert.Equal(0, await _gap.WritesAsync(Token));
        Assert.Contains(failure.Diagnostics, d => d.Message.Contains("'a/next:1'", StringComparison.Ordinal) && d.Message.Contains($"{lost}", StringComparison.Ordinal));

        // The archive that brings it mends it, whatever is published.
        await _gap.PublishAsync(Token, [_gap.Carried]);
        await _gap.AssertThereAsync("a/next", next, Token);
    }

    [Fact]
    public async Task Delta_mounts_what_the_destination_has_in_other_repositories()
    {
        var shared = Layer.Random("shared", 50_000);
        var next = new ImageBuilder { Layers = [shared, Layer.Random("next", 1000)] }.Build();
        await _gap.PushAsync("a/old", new ImageBuilder { Layers = [shared] }.Build(), Token);
        await _gap.PushAsync("a/next", next, Token);
        _gap.Carry(await _gap.PackAsync(Token, repositories: ["a/old"]));
        await _gap.PublishAsync(Token);
        var delta = await _gap.PackAsync(Token, _gap.KeepLock("old"), repositories: ["a/next"]);
        await _gap.Destination.ForgetRequestsAsync(Token);

        await _gap.PublishAsync(Token, _gap.Carry(Segments(delta)));

        var uploads = (await _gap.Destination.RequestsAsync(Token)).Count(request => request.Method == "PUT" && request.Path.Contains("/blobs/", StringComparison.Ordinal));
        Assert.Equal(2, uploads);
        await _gap.AssertThereAsync("a/next", next, Token);
    }

    [Fact]
    public async Task Receipt_is_the_base_of_the_next_archive()
    {
        var images = await _gap.PushManyAsync(3, 1000, Token);
        _gap.Carry(await _gap.PackAsync(Token, repositories: ["a/app0", "a/app1"]));
        await _gap.PublishAsync(Token);

        var delta = await _gap.PackAsync(Token, Receipt(), repositories: ["a/app0", "a/app1", "a/app2"]);
        var message = await _gap.PublishAsync(Token, _gap.Carry(Segments(delta)));

        Assert.Contains("has 3 images, 1 of them new", message, StringComparison.Ordinal);
        Assert.All(Segments(delta), segment => Assert.Contains("-from-", segment, StringComparison.Ordinal));
        await _gap.AssertThereAsync("a/app2", images["a/app2"], Token);
        Assert.Equal(2, Directory.EnumerateFiles(_gap.Inside.Folder.Combine("output", "receipts")).Count());
    }

    [Theory]
    [InlineData("local:\n    path: receipts")]
    [InlineData("registry:\n    imageURL: {0}/mirror/receipts:latest\n    skipTLS: true")]
    public async Task Receipts_are_kept_where_the_configuration_says_and_found_there(string storage)
    {
        var images = await _gap.PushManyAsync(3, 1000, Token);
        _gap.Storage = $"storageConfig:\n  {storage.Replace("{0}", _gap.Destination.Endpoint, StringComparison.Ordinal)}\n";
        var whole = await _gap.PackAsync(Token, repositories: ["a/app0", "a/app1"]);
        _gap.Carry(whole);
        _gap.ConfigureInside("a/app0", "a/app1");
        await _gap.PublishAsync(Token);
        if (Directory.Exists(_gap.Inside.Folder.Combine("mirror", "receipts")))
        {
            Directory.Move(_gap.Inside.Folder.Combine("mirror", "receipts"), _gap.Outside.Folder.Combine("mirror", "receipts"));
        }

        var nothing = await _gap.PackAsync(Token, repositories: ["a/app0", "a/app1"]);
        var delta = await _gap.PackAsync(Token, repositories: ["a/app0", "a/app1", "a/app2"]);
        _gap.ConfigureInside("a/app0", "a/app1", "a/app2");
        var message = await _gap.PublishAsync(Token, _gap.Carry(Segments(delta)));

        Assert.DoesNotContain("-from-", Path.GetFileName(whole[0]), StringComparison.Ordinal);
        Assert.Empty(nothing);
        Assert.All(delta, file => Assert.Contains("-from-", Path.GetFileName(file), StringComparison.Ordinal));
        Assert.Contains("has 3 images, 1 of them new", message, StringComparison.Ordinal);
        await _gap.AssertThereAsync("a/app2", images["a/app2"], Token);
        Assert.Empty(_gap.Inside.Warnings);
    }

    [Fact]
    public async Task Receipt_that_cannot_be_stored_is_a_warning_that_says_where_it_is()
    {
        await _gap.PushManyAsync(1, 1000, Token);
        _gap.Storage = "storageConfig:\n  registry:\n    imageURL: 127.0.0.1:1/mirror/receipts\n";
        _gap.Carry(await _gap.PackAsync(Token, Empty(), repositories: ["a/app0"]));
        _gap.ConfigureInside("a/app0");

        await _gap.PublishAsync(Token);

        var warning = Assert.Single(_gap.Inside.Warnings);
        Assert.Equal(MirrorErrors.ReceiptNotStored, warning.Code);
        Assert.Contains("'output/receipts/", warning.Message, StringComparison.Ordinal);

        string Empty() => _gap.Outside.Folder.WriteFile("empty/mirror.lock.json", "{\n  \"lockVersion\": 1,\n  \"resolverVersion\": 1,\n  \"sources\": {}\n}\n");
    }

    [Fact]
    public async Task Configuration_of_an_enclave_selects_a_part()
    {
        var images = await _gap.PushManyAsync(3, 1000, Token);
        _gap.Carry(await _gap.PackAsync(Token, repositories: ["a/app0", "a/app1", "a/app2"]));
        _gap.Inside.Configure("name: quay.io/a/app1:1");

        var results = await _gap.Inside.PublishAsync(_gap.InsideOptions() with { IsConfigurationOptional = false }, Token);

        Assert.Contains("1 source of the 3 sources of the archive", results[1].Result.Message, StringComparison.Ordinal);
        Assert.Contains("has 1 image, 1 of them new", results[3].Result.Message, StringComparison.Ordinal);
        await _gap.AssertThereAsync("a/app1", images["a/app1"], Token);
        Assert.DoesNotContain(await _gap.Destination.RequestsAsync(Token), request => request.Path.Contains("app0", StringComparison.Ordinal));
        Assert.False(File.Exists(_gap.Inside.Folder.Combine("mirror", "mirror.lock.json")), "The next archive could not bring its lock.");
    }

    [Fact]
    public async Task What_the_archive_does_not_answer_is_refused_with_its_place()
    {
        await _gap.PushManyAsync(1, 1000, Token);
        _gap.Carry(await _gap.PackAsync(Token, repositories: ["a/app0"]));
        _gap.Inside.Configure("name: quay.io/a/app0:1\ntargetTag: other", "name: quay.io/a/more:1");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _gap.PublishAsync(Token));

        Assert.Equal(2, failure.Diagnostics.Count);
        Assert.All(failure.Diagnostics, d => Assert.Equal((MirrorErrors.ArchiveLacksEntry, "mirror/imageset.yaml"), (d.Code, d.Span?.File)));
    }

    [Fact]
    public async Task Lock_of_ones_own_decides_and_archives_only_serve()
    {
        var images = await _gap.PushManyAsync(2, 1000, Token);
        var first = await _gap.PackAsync(Token, repositories: ["a/app0"]);
        AirGap.CopyLock(_gap.Outside.Folder.Combine("mirror"), _gap.Inside.Folder.Combine("mirror"));
        _gap.Inside.Configure("name: quay.io/a/app0:1");
        _gap.Carry([.. first, .. await _gap.PackAsync(Token, repositories: ["a/app0", "a/app1"])]);

        var message = await _gap.PublishAsync(Token);

        Assert.Contains("has 1 image, 1 of them new", message, StringComparison.Ordinal);
        await _gap.AssertThereAsync("a/app0", images["a/app0"], Token);
    }

    [Fact]
    public async Task Archives_of_two_locks_are_not_guessed_at()
    {
        await _gap.PushManyAsync(2, 1000, Token);
        _gap.Carry([.. await _gap.PackAsync(Token, repositories: ["a/app0"]), .. await _gap.PackAsync(Token, repositories: ["a/app1"])]);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _gap.PublishAsync(Token));

        Assert.Equal(MirrorErrors.ArchivesAmbiguous, failure.Diagnostics[0].Code);
    }

    [Fact]
    public async Task Segment_that_is_missing_is_named_and_the_rest_serves_when_it_is_there()
    {
        var images = await _gap.PushManyAsync(4, 20_000, Token);
        var segments = Segments(await _gap.PackAsync(Token, size: 64 << 10, repositories: [.. images.Keys]));
        Assert.True(segments.Count > 2);
        var carried = _gap.Carry(segments.Skip(1));
        await _gap.Destination.ForgetRequestsAsync(Token);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _gap.PublishAsync(Token));
        var writes = await _gap.WritesAsync(Token);
        await _gap.PublishAsync(Token, [.. _gap.Carry(segments.Take(1)), .. carried.Reverse()]);

        Assert.Equal(0, writes);
        Assert.Contains(failure.Diagnostics, d => d.Message.Contains($"it is in the segment '{Path.GetFileName(segments[0])}'", StringComparison.Ordinal));
        foreach (var (repository, image) in images)
        {
            await _gap.AssertThereAsync(repository, image, Token);
        }
    }

    [Fact]
    public async Task What_was_verified_is_not_read_again_until_the_file_is_another()
    {
        var images = await _gap.PushManyAsync(2, 20_000, Token);
        var carried = Assert.Single(_gap.Carry(Segments(await _gap.PackAsync(Token, repositories: [.. images.Keys]))));
        var bytes = images.Values.Sum(image => image.AllBlobs().Sum(blob => blob.Descriptor.Size));

        Assert.Equal(bytes, await VerifiedByPublishAsync("one"));
        Assert.Equal(0, await VerifiedByPublishAsync("two"));
        Assert.Equal(bytes, await VerifiedByPublishAsync("three", options => options with { Deep = true }));

        // Where the disk is mounted does not matter, and neither does who has read it.
        Directory.Move(_gap.Carried, _gap.Carried + "2");
        Assert.Equal(0, await VerifiedByPublishAsync("four", options => options with { From = [_gap.Carried + "2"] }));
        Directory.Move(_gap.Carried + "2", _gap.Carried);

        var time = File.GetLastWriteTimeUtc(carried);
        File.SetLastWriteTimeUtc(carried, time.AddSeconds(1));
        Assert.Equal(bytes, await VerifiedByPublishAsync("five"));
        File.Copy(carried, carried + ".copy");
        File.Move(carried + ".copy", carried, overwrite: true);
        File.SetLastWriteTimeUtc(carried, time);
        await VerifyAsync();
        Assert.Equal(0, await VerifiedByPublishAsync("six"));
        Assert.Single(Directory.EnumerateFiles(_gap.Inside.Folder.Combine("output", "plan", "verified")));
    }

    [Fact]
    public async Task Run_after_a_mended_file_reads_that_file_alone_and_a_damaged_record_costs_nothing_but_time()
    {
        var images = await _gap.PushManyAsync(6, 20_000, Token);
        var segments = Segments(await _gap.PackAsync(Token, size: 100_000, repositories: [.. images.Keys]));
        var carried = _gap.Carry(segments);
        var layer = images["a/app0"].AllBlobs().MaxBy(blob => blob.Descriptor.Size)!;
        var damaged = carried.Single(file => File.ReadAllBytes(file).AsSpan().IndexOf(layer.Bytes.Span) >= 0);
        var all = images.Values.Sum(image => image.AllBlobs().Sum(blob => blob.Descriptor.Size));
        Damage(damaged, layer);

        await Assert.ThrowsAsync<MirrorException>(() => VerifiedByPublishAsync("one"));
        Assert.Equal(layer.Descriptor.Size, await FailingPublishVerifiesAsync("one"));
        File.Copy(segments.Single(file => Path.GetFileName(file) == Path.GetFileName(damaged)), damaged, overwrite: true);
        var mended = await VerifiedByPublishAsync("one");
        foreach (var record in Directory.EnumerateFiles(_gap.Inside.Folder.Combine("output", "plan", "verified")))
        {
            await File.AppendAllTextAsync(record, "whole of it\n", Token);
        }

        Assert.InRange(mended, layer.Descriptor.Size, all - 20_000);
        Assert.Equal(all, await VerifiedByPublishAsync("two"));
    }

    [Fact]
    public async Task Content_that_changes_after_it_was_verified_is_noticed_when_it_is_pushed_and_the_next_run_reads_all_again()
    {
        var images = await _gap.PushManyAsync(2, 20_000, Token);
        var carried = Assert.Single(_gap.Carry(Segments(await _gap.PackAsync(Token, repositories: [.. images.Keys]))));
        var layer = images["a/app0"].AllBlobs().MaxBy(blob => blob.Descriptor.Size)!;
        await VerifyAsync();
        var time = File.GetLastWriteTimeUtc(carried);
        Damage(carried, layer);
        File.SetLastWriteTimeUtc(carried, time);

        var first = await Assert.ThrowsAsync<MirrorException>(() => _gap.PublishAsync(Token));
        await _gap.Destination.ForgetRequestsAsync(Token);
        var second = await Assert.ThrowsAsync<MirrorException>(() => _gap.PublishAsync(Token));

        Assert.Equal(ExitCode.Incomplete, first.ExitCode);
        Assert.Contains(first.Diagnostics, d => d.Code == MirrorErrors.DigestMismatch && d.Message.Contains(carried, StringComparison.Ordinal));
        await _gap.AssertThereAsync("a/app1", images["a/app1"], Token);
        Assert.Equal(MirrorErrors.ArchiveContentDamaged, second.Diagnostics[0].Code);
        Assert.Equal(0, await _gap.WritesAsync(Token));
    }

    [Fact]
    public async Task Only_what_the_run_needs_is_verified()
    {
        var images = await _gap.PushManyAsync(2, 20_000, Token);
        var carried = Assert.Single(_gap.Carry(Segments(await _gap.PackAsync(Token, repositories: [.. images.Keys]))));
        Damage(carried, images["a/app0"].AllBlobs().MaxBy(blob => blob.Descriptor.Size)!);
        _gap.ConfigureInside("a/app1");

        var verified = await VerifiedByPublishAsync("one");

        Assert.Equal(images["a/app1"].AllBlobs().Sum(blob => blob.Descriptor.Size), verified);
    }

    [Fact]
    public async Task Verify_names_a_flipped_bit_in_a_blob()
    {
        var images = await _gap.PushManyAsync(2, 20_000, Token);
        var carried = Assert.Single(_gap.Carry(Segments(await _gap.PackAsync(Token, repositories: [.. images.Keys]))));
        var layer = images["a/app0"].AllBlobs().MaxBy(blob => blob.Descriptor.Size)!;
        Damage(carried, layer);

        var failure = await Assert.ThrowsAsync<MirrorException>(VerifyAsync);

        Assert.Equal(ExitCode.Different, failure.ExitCode);
        Assert.Contains(layer.Descriptor.Digest.Hex, failure.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains("\"state\": \"damaged\"", _gap.Inside.Output("plan", "segments.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_reads_every_segment_and_notices_one_that_is_missing()
    {
        var images = await _gap.PushManyAsync(4, 20_000, Token);
        var files = await _gap.PackAsync(Token, size: 64 << 10, repositories: [.. images.Keys]);
        var carried = _gap.Carry(files);

        await VerifyAsync();
        var report = _gap.Inside.Output("plan", "segments.json");
        File.Delete(carried[0]);
        var failure = await Assert.ThrowsAsync<MirrorException>(VerifyAsync);

        Assert.All(Segments(files), file => Assert.Contains(Path.GetFileName(file), report, StringComparison.Ordinal));
        Assert.DoesNotContain("damaged", report, StringComparison.Ordinal);
        Assert.Contains(failure.Diagnostics, d => d.Message.Contains(Path.GetFileName(carried[0]), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Archives_can_be_published_into_a_layout_and_packed_again()
    {
        var images = await _gap.PushManyAsync(2, 1000, Token);
        var packed = await _gap.PackAsync(Token, repositories: [.. images.Keys]);
        _gap.Carry(packed);
        var options = _gap.InsideOptions() with { Destination = null };
        using (var engine = _gap.Inside.NewEngine(options with { Destination = new Model.Oci.DestinationLayout(_gap.Inside.Folder.Combine("layout")) }))
        {
            await engine.ResolveAsync(Token);
            await engine.PublishAsync(Token);
        }

        using var second = _gap.Inside.NewEngine(options);
        await second.ResolveAsync(Token);
        await second.FetchAsync(Token);
        await second.PackAsync(Token);

        await Skopeo.CopyAsync($"oci:{_gap.Inside.Folder.Combine("layout")}:a/app0:1", $"dir:{_gap.Inside.Folder.Combine("copy")}", all: true, Token);
        var again = Assert.Single(Directory.EnumerateFiles(_gap.Inside.Folder.Combine("output", "archives"), "*.tar"));
        Assert.Equal(await File.ReadAllBytesAsync(Segments(packed)[0], Token), await File.ReadAllBytesAsync(again, Token));
    }

    [Fact]
    public async Task Paths_without_archives_are_refused()
    {
        Directory.CreateDirectory(_gap.Carried);
        foreach (var from in new[] { _gap.Carried, _gap.Inside.Folder.Combine("nowhere") })
        {
            var failure = await Assert.ThrowsAsync<MirrorException>(() => _gap.PublishAsync(Token, [from]));
            Assert.Equal(MirrorErrors.ArchiveNotFound, failure.Diagnostics[0].Code);
        }
    }

    [Fact]
    public async Task Receipt_for_which_there_is_no_room_is_told_from_a_failed_publish_and_written_by_the_next_run()
    {
        var images = await _gap.PushManyAsync(12, 1000, Token);
        _gap.Carry(await _gap.PackAsync(Token, repositories: [.. images.Keys]));
        MirrorException failure;
        await using (await SmallDisk.MountAsync(_gap.Inside.Folder.Combine("output", "receipts"), "4k", Token))
        {
            failure = await Assert.ThrowsAsync<MirrorException>(() => _gap.PublishAsync(Token));
        }

        await _gap.AssertThereAsync("a/app11", images["a/app11"], Token);
        await _gap.Destination.ForgetRequestsAsync(Token);
        var message = await _gap.PublishAsync(Token);

        Assert.Equal((MirrorErrors.ReceiptNotWritten, ExitCode.Failed), (failure.Diagnostics[0].Code, failure.ExitCode));
        Assert.StartsWith($"'{_gap.Address}' holds all of the lock; only the receipt", failure.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Contains("has all 12 images of the lock; receipt 'output/receipts/", message, StringComparison.Ordinal);
        Assert.Equal(0, await _gap.WritesAsync(Token));
    }

    [Fact]
    public async Task What_people_name_by_mistake_is_told_from_a_damaged_archive()
    {
        await _gap.PushManyAsync(1, 1000, Token);
        var files = _gap.Carry(await _gap.PackAsync(Token, repositories: ["a/app0"]));
        var segment = Assert.Single(Segments(files));
        var unpacked = _gap.Inside.Folder.WriteFile("unpacked/contents.json", "{}");
        var compressed = Path.Combine(_gap.Carried, "mirror.tar.gz");
        await File.WriteAllBytesAsync(compressed, [0x1f, 0x8b, 8, 0, .. new byte[600]], Token);
        var empty = _gap.Inside.Folder.WriteFile($"half/{Path.GetFileName(segment)}", "");

        await AssertSaysAsync(_gap.Inside.Folder.Path, $"Folders in it are not searched; did you mean '{Path.GetDirectoryName(empty)}'?");
        await AssertSaysAsync(Path.GetDirectoryName(unpacked)!, "is an archive that was unpacked");
        await AssertSaysAsync(files.Single(file => file.EndsWith(".sha256", StringComparison.Ordinal)), "it is no archive");
        await AssertSaysAsync(compressed, "it is compressed");
        await AssertSaysAsync(empty, "it is empty");
        Assert.Equal(0, await _gap.WritesAsync(Token));

        async Task AssertSaysAsync(string from, string text) =>
            Assert.Contains(text, (await Assert.ThrowsAsync<MirrorException>(() => _gap.PublishAsync(Token, [from]))).Diagnostics[0].Message, StringComparison.Ordinal);
    }

    /// <summary>A: two images; B, on A: one goes, one comes; C, on B: one comes.</summary>
    private async Task<(IReadOnlyDictionary<string, ImageContent> Images, IReadOnlyList<string> A, IReadOnlyList<string> B, IReadOnlyList<string> C)> PackChainAsync()
    {
        var images = await _gap.PushManyAsync(4, 10_000, Token);
        var a = await _gap.PackAsync(Token, repositories: ["a/app0", "a/app1"]);
        var b = await _gap.PackAsync(Token, _gap.KeepLock("a"), repositories: ["a/app1", "a/app2"]);
        var c = await _gap.PackAsync(Token, _gap.KeepLock("b"), repositories: ["a/app1", "a/app2", "a/app3"]);
        return (images, a, b, c);
    }

    private static IReadOnlyList<string> Segments(IReadOnlyList<string> files) => [.. files.Where(file => file.EndsWith(".tar", StringComparison.Ordinal))];

    private string Receipt() => Assert.Single(Directory.EnumerateFiles(_gap.Inside.Folder.Combine("output", "receipts")));

    private static void Damage(string file, BlobContent blob)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.AsSpan().IndexOf(blob.Bytes.Span) + 5000] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>Publishes into a namespace of its own; the bytes of archives that were read before anything was pushed.</summary>
    private async Task<long> VerifiedByPublishAsync(string place, Func<MirrorOptions, MirrorOptions>? change = null)
    {
        var options = _gap.Inside.Options($"docker://{_gap.Destination.Endpoint}/{place}") with { From = [_gap.Carried], IsConfigurationOptional = true };
        using var engine = _gap.Inside.NewEngine(change?.Invoke(options) ?? options);
        await engine.ResolveAsync(Token);
        await engine.PublishAsync(Token);
        Assert.Equal(engine.Progress.BytesToVerify, engine.Progress.BytesVerified);
        return engine.Progress.BytesVerified;
    }

    private async Task<long> FailingPublishVerifiesAsync(string place)
    {
        using var engine = _gap.Inside.NewEngine(_gap.Inside.Options($"docker://{_gap.Destination.Endpoint}/{place}") with { From = [_gap.Carried], IsConfigurationOptional = true });
        await engine.ResolveAsync(Token);
        await Assert.ThrowsAsync<MirrorException>(() => engine.PublishAsync(Token));
        Assert.Equal(engine.Progress.BytesToVerify, engine.Progress.BytesVerified);
        return engine.Progress.BytesVerified;
    }

    private async Task VerifyAsync()
    {
        using var engine = _gap.Inside.NewEngine(_gap.InsideOptions() with { Destination = null });
        await engine.VerifyAsync(Token);
    }
}
