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
    public async Task Order_and_compression_of_the_archive_do_not_matter()
    {
        var one = await WriteAsync(LayerItem.File("version", "1.1.0"u8.ToArray()), LayerItem.Folder("channels"), LayerItem.File("channels/a.yaml", "a"u8.ToArray()));
        var other = await WriteAsync(LayerItem.File("channels/a.yaml", "a"u8.ToArray()), LayerItem.Folder("channels"), LayerItem.File("version", "1.1.0"u8.ToArray()));

        Assert.Equal(one, other);
    }

    [Fact]
    public async Task Archive_of_something_else_is_refused()
    {
        var exception = await Assert.ThrowsAsync<MirrorException>(() => WriteAsync(LayerItem.File("index.html", "x"u8.ToArray())));

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

    private static async Task<WrittenLayer> WriteAsync(params LayerItem[] items)
    {
        using var archive = new MemoryStream();
        await LayerWriter.WriteAsync(items, archive, TestContext.Current.CancellationToken);
        archive.Position = 0;
        using var layer = new MemoryStream();
        return await GraphDataLayer.WriteAsync(archive, "the graph data of 'test'", layer, TestContext.Current.CancellationToken);
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
