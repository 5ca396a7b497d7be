using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Diagnostics;
using Mirror.Oci.Layers;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Resolving.Releases.Graphs;

public sealed class GraphDataLayerTests
{
    private const string Folder = "var/lib/cincinnati-graph-data";

    [Fact]
    public async Task Every_file_of_the_real_graph_data_is_in_the_layer()
    {
        await using var real = File.OpenRead(TestData.PathOf("cincinnati", "graph-data-731d0424.tar.gz"));
        using var layer = new MemoryStream();

        var written = await GraphDataLayer.WriteAsync(real, "the graph data", layer, TestContext.Current.CancellationToken);

        real.Position = 0;
        layer.Position = 0;
        var expected = (await ReadAsync(real)).ToDictionary(file => $"{Folder}/{file.Key}", file => file.Value);
        Assert.Equal(layer.Length, written.Size);
        Assert.True(expected.Count > 1700);
        Assert.Equal(expected.OrderBy(file => file.Key, StringComparer.Ordinal), await ReadAsync(layer));
    }

    [Fact]
    public async Task Order_times_and_compression_of_the_archive_do_not_matter()
    {
        var one = await WriteAsync(Archive(DateTimeOffset.UnixEpoch, "version", "channels/a.yaml", "channels/b.yaml"));
        var other = await WriteAsync(Gzip(Archive(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "channels/b.yaml", "version", "channels/a.yaml")));

        Assert.Equal(one, other);
    }

    [Fact]
    public async Task Archive_of_something_else_is_refused()
    {
        var exception = await Assert.ThrowsAsync<MirrorException>(() => WriteAsync(Archive(DateTimeOffset.UnixEpoch, "index.html")));

        Assert.Equal(MirrorErrors.GraphDataInvalid, exception.Diagnostics[0].Code);
        Assert.Contains("the graph data of 'test'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Web_page_in_place_of_the_archive_is_refused()
    {
        using var page = new MemoryStream(Encoding.UTF8.GetBytes($"<html>{new string(' ', 600)}</html>"));

        var exception = await Assert.ThrowsAsync<MirrorException>(
            () => GraphDataLayer.WriteAsync(page, "the graph data of 'test'", Stream.Null, TestContext.Current.CancellationToken));

        Assert.Equal(MirrorErrors.LayerInvalid, exception.Diagnostics[0].Code);
    }

    private static byte[] Archive(DateTimeOffset time, params string[] paths)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            foreach (var path in paths)
            {
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path)
                {
                    ModificationTime = time,
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(path)),
                });
            }
        }

        return archive.ToArray();
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private static async Task<WrittenLayer> WriteAsync(byte[] graphData)
    {
        using var archive = new MemoryStream(graphData);
        return await GraphDataLayer.WriteAsync(archive, "the graph data of 'test'", Stream.Null, TestContext.Current.CancellationToken);
    }

    private static async Task<SortedDictionary<string, string>> ReadAsync(Stream layer)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var entry in LayerReader.ReadAsync(layer, "the layer", LayerLimits.Default, TestContext.Current.CancellationToken))
        {
            if (entry.Kind == LayerEntryKind.File)
            {
                files.Add(entry.Path, Encoding.UTF8.GetString(await entry.ReadAllAsync(10_000_000, TestContext.Current.CancellationToken)));
            }
        }

        return files;
    }
}
