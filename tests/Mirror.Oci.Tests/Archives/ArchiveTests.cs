using System.Formats.Tar;
using System.Security.Cryptography;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Archives;
using Mirror.Oci.Layers;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.Oci.Tests.Archives;

public sealed class ArchiveTests : IDisposable
{
    private readonly PackedArchive _archive = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _archive.Dispose();

    [Fact]
    public async Task Names_say_what_is_brought_and_what_it_builds_on()
    {
        await _archive.AddAsync(10);

        var path = Assert.Single(await _archive.WriteAsync());

        var name = _archive.Layout().Contents.Name;
        Assert.Equal($"prod-{Digest.Of(_archive.Plan().Lock.Span).Hex[..12]}-from-{TestDigest.Of("base").Hex[..12]}-0001.tar", Path.GetFileName(path));
        Assert.Equal((name, 1), ArchiveName.TryParseSegment(Path.GetFileName(path)));
        Assert.Equal([Path.GetFileName(path)], Directory.EnumerateFiles(_archive.Folder.Combine("archives")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("prod-0123456789ab-0001.tar", "prod", "0123456789ab", null, null, 1)]
    [InlineData("prod-0123456789ab.01cdef-0001.tar", "prod", "0123456789ab", "01cdef", null, 1)]
    [InlineData("a-b-from-c-0123456789ab.01cdef-from-ba9876543210-0420.tar", "a-b-from-c", "0123456789ab", "01cdef", "ba9876543210", 420)]
    public void Segment_names_are_taken_apart(string file, string mirror, string lockDigits, string? referrers, string? from, int segment)
    {
        var name = new ArchiveName(mirror, lockDigits, referrers, from);

        Assert.Equal((name, segment), ArchiveName.TryParseSegment(file));
        Assert.Equal(file, name.SegmentFile(segment));
    }

    [Theory]
    [InlineData("mirror_000001.tar")]
    [InlineData("prod-0123456789ab-001.tar")]
    [InlineData("prod-0123456789AB-0001.tar")]
    [InlineData(".prod-0123456789ab-0001.tar.part")]
    public void Other_names_are_not_segments(string file) => Assert.Null(ArchiveName.TryParseSegment(file));

    [Fact]
    public async Task Segment_has_the_size_that_was_forecast_and_the_digest_that_was_told()
    {
        await _archive.AddAsync(0, 1, 511, 512, 513, 3_000_000);
        var layout = _archive.Layout();
        var writer = _archive.Writer(layout);

        var digest = await writer.WriteAsync(1, Token);

        var bytes = await File.ReadAllBytesAsync(writer.PathOf(1), Token);
        Assert.Equal(layout.Sizes[0], bytes.Length);
        Assert.Equal(digest, Digest.Of(bytes));
    }

    [Fact]
    public async Task Same_content_gives_the_same_bytes_in_another_folder()
    {
        await _archive.AddAsync(1000, 2000, 3000);

        var first = await _archive.WriteAsync(8192, "one");
        var second = await _archive.WriteAsync(8192, "two");

        Assert.Equal(first.Select(File.ReadAllBytes), second.Select(File.ReadAllBytes));
    }

    [Fact]
    public async Task Other_tools_read_a_segment()
    {
        await _archive.AddAsync(100, 70_000);
        var path = Assert.Single(await _archive.WriteAsync());
        var expected = new List<string> { "contents.json", "mirror.lock.json", "oci-layout", "index.json" };
        expected.AddRange(_archive.Blobs.Select(blob => $"blobs/sha256/{blob.Digest.Hex}"));

        var listed = (await ToolProcess.RunAsync("tar", ["-tf", path], Token)).EnsureSuccess().OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var read = new Dictionary<string, byte[]>();
        await using (var reader = new TarReader(File.OpenRead(path)))
        {
            while (await reader.GetNextEntryAsync(copyData: true, Token) is { } entry)
            {
                read[entry.Name] = new byte[entry.Length];
                await (entry.DataStream ?? Stream.Null).ReadExactlyAsync(read[entry.Name], Token);
            }
        }

        Assert.Equal(expected, listed);
        Assert.Equal(expected, read.Keys);
        Assert.All(_archive.Blobs, blob => Assert.Equal(blob.Digest.Hex, Convert.ToHexStringLower(SHA256.HashData(read[$"blobs/sha256/{blob.Digest.Hex}"]))));
    }

    [Fact]
    public async Task Blobs_are_divided_by_size_and_every_segment_keeps_to_it()
    {
        await _archive.AddAsync([.. Enumerable.Range(1, 60).Select(i => i * 997 % 20_000)]);
        const int Size = 48 * 1024;

        var layout = _archive.Layout(Size);
        var paths = await _archive.WriteAsync(Size);

        Assert.True(paths.Count > 10);
        Assert.All(paths, path => Assert.InRange(new FileInfo(path).Length, 1, Size));
        Assert.Equal(_archive.Blobs.OrderBy(blob => blob.Digest), layout.Contents.Segments.SelectMany(segment => segment).OrderBy(blob => blob.Digest));
        Assert.Empty(layout.Oversized);
    }

    [Fact]
    public async Task Blob_that_is_larger_than_a_segment_has_one_of_its_own()
    {
        await _archive.AddAsync(100, 50_000, 100);

        var layout = _archive.Layout(16 * 1024);

        Assert.Equal([_archive.Blobs[1]], layout.Oversized);
        Assert.Equal([[_archive.Blobs[0], _archive.Blobs[2]], [_archive.Blobs[1]]], layout.Contents.Segments);
    }

    [Fact]
    public async Task Segments_that_cannot_even_hold_the_lock_are_refused()
    {
        await _archive.AddAsync(100);

        var failure = Assert.Throws<MirrorException>(() => _archive.Layout(4096));

        Assert.Equal("MIR4015", failure.Diagnostics[0].Code.Id);
    }

    [Fact]
    public async Task Archive_of_nothing_new_still_carries_its_lock()
    {
        var path = Assert.Single(await _archive.WriteAsync());

        using var segment = await ArchiveSegment.OpenAsync(path, Token);

        Assert.Equal(_archive.Plan().Lock.ToArray(), segment.Lock.ToArray());
        Assert.Empty(segment.Blobs);
    }

    [Fact]
    public async Task Opened_segment_says_what_the_archive_holds_and_serves_it()
    {
        await _archive.AddAsync(100, 9_000, 9_000, 0);
        var paths = await _archive.WriteAsync(18 * 1024);
        Assert.Equal(2, paths.Count);

        using var second = await ArchiveSegment.OpenAsync(paths[1], Token);

        var layout = _archive.Layout(18 * 1024);
        Assert.Equal(layout.Contents.Segments, second.Contents.Segments);
        Assert.Equal(layout.Contents.Requires, second.Contents.Requires);
        Assert.Equal(layout.Contents.Base, second.Contents.Base);
        Assert.Null(second.Find(_archive.Blobs[0].Digest));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReadAsync(second, second.Blobs[0].Digest))), bytes => Assert.Equal(PackedArchive.Content(2, 9_000), bytes));
    }

    [Fact]
    public async Task Many_segments_keep_what_they_all_say_once()
    {
        await _archive.AddAsync([.. Enumerable.Repeat(9_000, 12)]);
        var paths = await _archive.WriteAsync(18 * 1024);

        using var set = await ArchiveSet.OpenAsync([_archive.Folder.Combine("archives")], Token);

        var archive = Assert.Single(set.Archives);
        Assert.Equal(paths, archive.Segments.Select(segment => segment.Path));
        Assert.All(archive.Segments, segment => Assert.Same(archive.Contents, segment.Contents));
        Assert.All(archive.Segments, segment => Assert.True(archive.Lock.Equals(segment.Lock), "The lock is there twice."));
        Assert.All(_archive.Blobs, blob => Assert.True(set.Contains(blob.Digest)));
    }

    [Fact]
    public async Task Segments_of_two_packs_under_one_name_are_told_apart()
    {
        await _archive.AddAsync([.. Enumerable.Repeat(9_000, 4)]);
        var small = await _archive.WriteAsync(18 * 1024, "small");
        var large = await _archive.WriteAsync(40 * 1024, "large");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => ArchiveSet.OpenAsync([small[1], large[0]], Token));

        Assert.Equal("MIR4011", failure.Diagnostics[0].Code.Id);
        Assert.Contains("different archives with one name", failure.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparing_tells_a_right_segment_from_a_changed_one()
    {
        await _archive.AddAsync(100, 200);
        var layout = _archive.Layout();
        var writer = _archive.Writer(layout);
        var digest = await writer.WriteAsync(1, Token);

        Assert.Equal(digest, await writer.CompareAsync(1, Token));
        Flip(writer.PathOf(1), layout.Sizes[0] - 1);
        Assert.Null(await writer.CompareAsync(1, Token));
    }

    [Fact]
    public async Task What_is_there_is_not_overwritten()
    {
        await _archive.AddAsync(100);
        var layout = _archive.Layout();
        var writer = _archive.Writer(layout);
        var path = _archive.Folder.WriteFile(Path.Combine("archives", layout.Contents.Name.SegmentFile(1)), "someone's");

        var failure = await Assert.ThrowsAsync<MirrorException>(() => writer.WriteAsync(1, Token));

        Assert.Equal("MIR4010", failure.Diagnostics[0].Code.Id);
        Assert.Equal("someone's", await File.ReadAllTextAsync(path, Token));
        Assert.Single(Directory.EnumerateFiles(_archive.Folder.Combine("archives")));
    }

    [Fact]
    public async Task Damaged_store_leaves_no_segment()
    {
        await _archive.AddAsync(100, 4_000_000);
        Flip(_archive.Folder.Combine("store", "blobs", "sha256", _archive.Blobs[1].Digest.Hex), 3_999_999);

        var failure = await Assert.ThrowsAsync<MirrorException>(() => _archive.WriteAsync());

        Assert.Equal("MIR4001", failure.Diagnostics[0].Code.Id);
        Assert.Empty(Directory.EnumerateFiles(_archive.Folder.Combine("archives")));
    }

    [Fact]
    public async Task Leftovers_of_a_killed_run_are_removed()
    {
        await _archive.AddAsync(100);
        var writer = _archive.Writer(_archive.Layout());
        _archive.Folder.WriteFile(Path.Combine("archives", $".{Path.GetFileName(writer.PathOf(7))}.part"), "half");

        writer.RemoveAbandoned();

        Assert.Empty(Directory.EnumerateFiles(_archive.Folder.Combine("archives")));
    }

    [Theory]
    [InlineData((1L << 33) - 1)]
    [InlineData(1L << 33)]
    [InlineData(123_456_789_012_345)]
    public async Task Sizes_beyond_eight_gibibytes_are_read_by_other_tools(long size)
    {
        var path = _archive.Folder.Combine("huge.tar");
        await using (var file = File.Create(path))
        {
            await file.WriteAsync(TarHeader.Make("blobs/sha256/abc", '0', size, SegmentLayout.Mode), Token);
        }

        var listed = await ToolProcess.RunAsync("tar", ["-tvf", path], Token);
        await using var stream = File.OpenRead(path);
        var entry = await new TarEntryReader(stream, "huge", new LayerLimits { MaxUnpackedBytes = long.MaxValue >> 8 }).ReadNextAsync(Token);

        Assert.Contains($" {size} ", listed.OutputText, StringComparison.Ordinal);
        Assert.Equal((size, 512L), (entry!.Size, entry.Offset));
    }

    private static async Task<byte[]> ReadAsync(ArchiveSegment segment, Digest digest)
    {
        await using var stream = segment.Find(digest)!;
        using var memory = new MemoryStream();
        await stream.CopyToAsync(memory, Token);
        return memory.ToArray();
    }

    private static void Flip(string path, long offset)
    {
        using var file = File.Open(path, FileMode.Open);
        file.Position = offset;
        var value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(value ^ 1));
    }
}
