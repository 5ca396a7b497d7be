using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Mirror.Model.Oci;
using Mirror.Oci.Layers;

namespace Mirror.Oci.Tests.Layers;

public sealed class LayerWriterTests
{
    private static readonly string LongPath = $"configs/{new string('x', 120)}/catalog.json";

    [Fact]
    public async Task Same_items_in_any_order_give_the_same_bytes()
    {
        LayerItem[] items = [File("b/c", "2"), LayerItem.Folder("b"), File("a", "1"), LayerItem.Whiteout("b/old")];

        var (first, firstBytes) = await WriteAsync(items);
        var (second, secondBytes) = await WriteAsync([.. items.Reverse()]);

        Assert.Equal(first, second);
        Assert.Equal(firstBytes, secondBytes);
    }

    [Fact]
    public async Task Bytes_never_change()
    {
        var (layer, _) = await WriteAsync([LayerItem.Folder("configs"), File("configs/a.json", "{}"), File(LongPath, "x"), LayerItem.Whiteout("tmp/cache")]);

        Assert.Equal("sha256:c82d1f6cd1e91fe473a170c55f91f3b26d6571261ca430e1b75f2b06c636243d", layer.Digest.ToString());
        Assert.Equal("sha256:b5641b4305d3c54f3fed8861c786d37fbd48848669f7b3e3e76502a1499c7b95", layer.DiffId.ToString());
    }

    [Fact]
    public async Task Digests_and_size_are_those_of_the_bytes()
    {
        var (layer, bytes) = await WriteAsync([File("a", new string('x', 200_000))]);

        Assert.Equal(Digest.Of(bytes), layer.Digest);
        Assert.Equal(bytes.Length, layer.Size);
        Assert.Equal(Digest.Of(Unzip(bytes)), layer.DiffId);
    }

    [Fact]
    public async Task Framework_reads_what_is_written()
    {
        var (_, bytes) = await WriteAsync(
            [LayerItem.Folder("dir"), File("dir/ä", "umlaut"), File(LongPath, "long"), File("big", new string('y', 70_000)), LayerItem.OpaqueWhiteout("dir")]);

        using var reader = new TarReader(new MemoryStream(Unzip(bytes)));
        var entries = new List<string>();
        while (reader.GetNextEntry() is { } entry)
        {
            Assert.Equal((0, 0, DateTimeOffset.UnixEpoch), (entry.Uid, entry.Gid, entry.ModificationTime));
            entries.Add($"{entry.EntryType} {Convert.ToString((int)entry.Mode, 8)} {entry.Name} {entry.Length}");
        }

        Assert.Equal(
            ["RegularFile 644 big 70000", $"RegularFile 644 {LongPath} 4", "Directory 755 dir/ 0", "RegularFile 644 dir/.wh..wh..opq 0", "RegularFile 644 dir/ä 6"],
            entries);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(65535)]
    [InlineData(131070)]
    [InlineData(1_000_003)]
    public async Task Own_reader_reads_what_is_written(int size)
    {
        var content = new string('z', size);

        var (_, bytes) = await WriteAsync([File("a", content), File("b", "next")]);

        Assert.Equal([("a", LayerEntryKind.File, content), ("b", LayerEntryKind.File, "next")], await TestArchive.ReadAsync(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    public async Task Path_that_is_not_normalised_is_the_callers_mistake(string path) =>
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync([File(path, "x")]));

    [Fact]
    public async Task Path_that_stands_twice_is_the_callers_mistake() =>
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync([File("a", "x"), File("a", "y")]));

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Content_of_another_size_than_promised_is_noticed(long promised)
    {
        var item = LayerItem.File("a", promised, _ => ValueTask.FromResult<Stream>(new MemoryStream(new byte[4])));

        await Assert.ThrowsAsync<InvalidDataException>(() => WriteAsync([item]));
    }

    private static LayerItem File(string path, string content) => LayerItem.File(path, Encoding.UTF8.GetBytes(content));

    private static async Task<(WrittenLayer Layer, byte[] Bytes)> WriteAsync(IReadOnlyList<LayerItem> items)
    {
        using var stream = new MemoryStream();
        var layer = await LayerWriter.WriteAsync(items, stream, TestContext.Current.CancellationToken);
        return (layer, stream.ToArray());
    }

    private static byte[] Unzip(byte[] bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
