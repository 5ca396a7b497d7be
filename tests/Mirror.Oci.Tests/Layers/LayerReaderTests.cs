using System.Formats.Tar;
using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Oci.Layers;
using Mirror.Testing;

namespace Mirror.Oci.Tests.Layers;

public sealed class LayerReaderTests
{
    private static readonly string LongName = $"{new string('d', 90)}/{new string('f', 140)}";

    [Theory]
    [InlineData(TarEntryFormat.V7, false)]
    [InlineData(TarEntryFormat.Ustar, false)]
    [InlineData(TarEntryFormat.Pax, true)]
    [InlineData(TarEntryFormat.Gnu, true)]
    public async Task Every_tar_format_is_read(TarEntryFormat format, bool hasLongNames)
    {
        var name = hasLongNames ? LongName : "a/b";
        var archive = TestArchive.Make(format, ("dir", null), (name, "content"), ("link", "->../target"), ("hard", $"=>{name}"), ("empty", ""));

        var entries = await TestArchive.ReadAsync(archive);

        Assert.Equal(
            [
                ("dir", LayerEntryKind.Directory, ""),
                (name, LayerEntryKind.File, "content"),
                ("link", LayerEntryKind.SymbolicLink, "../target"),
                ("hard", LayerEntryKind.HardLink, name),
                ("empty", LayerEntryKind.File, ""),
            ],
            entries);
    }

    [Theory]
    [InlineData("./a/b", "a/b")]
    [InlineData("/a/b", "a/b")]
    [InlineData("a//b/./c", "a/b/c")]
    [InlineData("./", "")]
    [InlineData("a/..b/.c", "a/..b/.c")]
    public async Task Paths_are_normalised(string written, string read)
    {
        var entries = await TestArchive.ReadAsync(TestArchive.Make((written, written.EndsWith('/') ? null : "x")));

        Assert.Equal(read, Assert.Single(entries).Path);
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("a/.wh...")]
    [InlineData("a/.wh.")]
    public async Task Path_that_leads_outside_is_refused(string path)
    {
        var exception = await Assert.ThrowsAsync<MirrorException>(() => TestArchive.ReadAsync(TestArchive.Make((path, "x"))));

        Assert.Equal(MirrorErrors.LayerInvalid, exception.Diagnostics[0].Code);
        Assert.Contains(TestArchive.Name, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task White_outs_are_told_from_files()
    {
        var archive = TestArchive.Make(("a/.wh.b", ""), ("a/.wh..wh..opq", ""), (".wh..wh.plnk/1.2", ""), (".wh..wh.aufs", ""), (".wh.top", ""));

        var entries = await TestArchive.ReadAsync(archive);

        Assert.Equal(
            [
                ("a/b", LayerEntryKind.Whiteout, ""), ("a", LayerEntryKind.OpaqueWhiteout, ""), (".wh..wh.plnk/1.2", LayerEntryKind.File, ""),
                ("top", LayerEntryKind.Whiteout, ""),
            ],
            entries);
    }

    [Fact]
    public async Task Gzip_is_recognised_by_its_first_bytes()
    {
        var entries = await TestArchive.ReadAsync(TestArchive.Gzip(TestArchive.Make(("a", "content"))));

        Assert.Equal(("a", LayerEntryKind.File, "content"), Assert.Single(entries));
    }

    [Theory]
    [InlineData("28b52ffd00000000", "zstd")]
    [InlineData("425a683931415926", "bzip2")]
    [InlineData("fd377a585a000004", "xz")]
    public async Task Other_compression_is_refused_by_name(string start, string name)
    {
        var exception = await Assert.ThrowsAsync<MirrorException>(() => TestArchive.ReadAsync(Convert.FromHexString(start)));

        Assert.Equal(MirrorErrors.LayerCompression, exception.Diagnostics[0].Code);
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_cut_anywhere_but_between_entries_is_refused()
    {
        var archive = TestArchive.Make(TarEntryFormat.Ustar, ("a", "content"), ("b", "content"));

        for (var length = 1; length < 2048; length++)
        {
            var cut = archive[..length];
            if (length % 1024 == 0)
            {
                Assert.Equal(length / 1024, (await TestArchive.ReadAsync(cut)).Count);
                continue;
            }

            var exception = await Assert.ThrowsAsync<MirrorException>(() => TestArchive.ReadAsync(cut));
            Assert.Equal(MirrorErrors.LayerInvalid, exception.Diagnostics[0].Code);
        }
    }

    [Fact]
    public async Task Content_that_is_not_read_is_skipped()
    {
        var archive = TestArchive.Make(("a", new string('x', 5000)), ("b", "wanted"));
        var found = "";

        await foreach (var entry in LayerReader.ReadAsync(
            new MemoryStream(archive), TestArchive.Name, LayerLimits.Default, TestContext.Current.CancellationToken))
        {
            found = entry.Path == "b" ? Encoding.UTF8.GetString(await entry.ReadAllAsync(10, TestContext.Current.CancellationToken)) : "";
        }

        Assert.Equal("wanted", found);
    }

    [Fact]
    public async Task Stream_is_read_to_its_end_so_that_it_can_verify_itself()
    {
        byte[] layer = [.. TestArchive.Gzip(TestArchive.Make(("a", "content"))), .. new byte[3000]];
        using var stream = new MemoryStream(layer);

        await foreach (var _ in LayerReader.ReadAsync(stream, TestArchive.Name, LayerLimits.Default, TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(layer.Length, stream.Position);
    }

    [Fact]
    public async Task Huge_extended_header_is_refused_before_it_is_read()
    {
        var archive = TestArchive.Make(TarEntryFormat.Gnu, (new string('n', 2000), "x"));

        var exception = await Assert.ThrowsAsync<MirrorException>(() => TestArchive.ReadAsync(archive, new LayerLimits { MaxHeaderBytes = 1000 }));

        Assert.Equal(MirrorErrors.LayerTooLarge, exception.Diagnostics[0].Code);
        Assert.Contains("extended headers", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decompression_bomb_is_stopped_at_the_limit()
    {
        var bomb = TestArchive.Gzip(TestArchive.Make(("a", new string('x', 1_000_000))));

        var exception = await Assert.ThrowsAsync<MirrorException>(() => TestArchive.ReadAsync(bomb, new LayerLimits { MaxUnpackedBytes = 1_000_000 }));

        Assert.Equal(MirrorErrors.LayerTooLarge, exception.Diagnostics[0].Code);
    }

    [Theory]
    [InlineData(2, 4096, "entries")]
    [InlineData(10, 3, "characters")]
    public async Task Counts_and_lengths_are_limited(int entries, int pathLength, string what)
    {
        var archive = TestArchive.Make(("abcd", "x"), ("b", "x"), ("c", "x"));

        var exception = await Assert.ThrowsAsync<MirrorException>(
            () => TestArchive.ReadAsync(archive, new LayerLimits { MaxEntries = entries, MaxPathLength = pathLength }));

        Assert.Equal(MirrorErrors.LayerTooLarge, exception.Diagnostics[0].Code);
        Assert.Contains(what, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task Damaged_archives_give_known_errors_only(int seed)
    {
        var random = new Random(seed);
        var archives = new[] { TarEntryFormat.Pax, TarEntryFormat.Gnu, TarEntryFormat.Ustar }
            .Select(format => TestArchive.Make(format, ("dir", null), ("dir/file", "content"), ("link", "->x"), ("other", "y"))).ToArray();
        var limits = new LayerLimits { MaxUnpackedBytes = 1_000_000, MaxHeaderBytes = 10_000 };

        for (var round = 0; round < 1000; round++)
        {
            var archive = (byte[])archives[round % archives.Length].Clone();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                archive[random.Next(archive.Length)] = (byte)random.Next(256);
            }

            FixChecksums(archive);
            try
            {
                await TestArchive.ReadAsync(round % 2 == 0 ? archive : TestArchive.Gzip(archive), limits);
            }
            catch (MirrorException)
            {
            }
        }
    }

    [Fact]
    public async Task Real_release_payload_is_read()
    {
        var path = TestData.PathOf(
            "oci/oc-mirror-layouts/release-image-4.12.0-layout/blobs/sha256/5b2ca04f694b70c8b41f1c2a40b7e95643181a1d037b115149ecc243324c513d");

        var entries = await TestArchive.ReadAsync(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));

        Assert.Equal(646, entries.Count(entry => entry.Kind == LayerEntryKind.File && entry.Path.StartsWith("release-manifests/", StringComparison.Ordinal)));
    }

    private static void FixChecksums(byte[] archive)
    {
        for (var block = 0; block + 512 <= archive.Length; block += 512)
        {
            var header = archive.AsSpan(block, 512);
            if (!header.Slice(257, 5).SequenceEqual("ustar"u8))
            {
                continue;
            }

            header.Slice(148, 8).Fill((byte)' ');
            var sum = 0;
            foreach (var b in header)
            {
                sum += b;
            }

            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0").CopyTo(header[148..]);
        }
    }
}
