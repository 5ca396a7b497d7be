using System.Globalization;
using System.Text;
using System.Text.Json;
using Mirror.Engine.Resolving.Operators;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Engine.Resolving.Operators.Rebuilding;
using Mirror.Engine.Resolving.Operators.Writing;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Layers;
using static Mirror.Engine.Tests.Resolving.Operators.Selection;

namespace Mirror.Engine.Tests.Resolving.Operators;

public sealed class CatalogRebuildTests
{
    private const string Config = """
        {"architecture": "arm64", "os": "linux", "x-unknown": [1.0, "é"],
         "config": {"User": "1001", "Entrypoint": ["/bin/opm"], "Cmd": ["serve", "/catalog", "--cache-dir=/tmp/cache"],
           "Labels": {"a": "b", "operators.operatorframework.io.index.configs.v1": "/catalog"}},
         "rootfs": {"type": "layers", "diff_ids": ["sha256:0000000000000000000000000000000000000000000000000000000000000001"]},
         "history": [{"created_by": "base"}]}
        """;

    [Fact]
    public async Task The_rebuilt_image_shows_the_filtered_catalog_and_nothing_of_the_old_one()
    {
        var token = TestContext.Current.CancellationToken;
        using var catalog = TestCatalog.Read(TestCatalog.Latest);
        var files = FbcWriter.Write(TestCatalog.Filter(catalog, Of(Package("foo"), Package("baz"))).Catalog);
        var (baseLayer, _) = await WriteAsync(
            LayerItem.File("catalog/old/catalog.json", "{}"u8.ToArray()), LayerItem.File("configs/old.json", "{}"u8.ToArray()),
            LayerItem.File("tmp/cache/digest", "x"u8.ToArray()), LayerItem.File("bin/opm", "x"u8.ToArray()));

        var (layer, written) = await WriteAsync([.. CatalogRebuild.LayerItems([Instance(MediaTypes.OciManifest)], files)]);

        var seen = new List<string>();
        await LayerStack.VisitAsync([Source(baseLayer), Source(layer)], [""], (entry, _) => { seen.Add(entry.Path); return ValueTask.CompletedTask; }, LayerLimits.Default, token);
        Assert.Equal(["bin/opm", "configs/baz/catalog.json", "configs/foo/catalog.json"], seen.Order(StringComparer.Ordinal));
        Assert.Equal(Digest.Of(layer), written.Digest);
        using var again = await CatalogImageReader.ReadAsync("again", [Source(baseLayer), Source(layer)], "/configs", null, Path.GetTempPath(), CatalogLimits.Default, token);
        Assert.Equal(["baz", "foo"], again.Packages.Select(package => package.Name));
    }

    [Fact]
    public async Task Every_folder_of_the_layer_is_named_with_its_mode()
    {
        using var catalog = TestCatalog.Read(TestCatalog.Latest);
        var files = FbcWriter.Write(TestCatalog.Filter(catalog, Of(Package("foo"))).Catalog);

        var (layer, _) = await WriteAsync([.. CatalogRebuild.LayerItems([Instance(MediaTypes.OciManifest)], files)]);

        var entries = new List<string>();
        await foreach (var entry in LayerReader.ReadAsync(new MemoryStream(layer), "layer", LayerLimits.Default, TestContext.Current.CancellationToken))
        {
            entries.Add($"{entry.Kind} {entry.Path} {Convert.ToString(entry.Mode, 8)}");
        }

        Assert.Equal(
            [
                "Whiteout catalog 644", "Directory configs 755", "OpaqueWhiteout configs 644", "Directory configs/foo 755", "File configs/foo/catalog.json 644",
                "Directory tmp 1777", "Whiteout tmp/cache 644",
            ],
            entries);
    }

    [Theory]
    [InlineData(MediaTypes.OciManifest, MediaTypes.OciIndex, MediaTypes.OciLayerGzip)]
    [InlineData(MediaTypes.DockerManifest, MediaTypes.DockerManifestList, MediaTypes.DockerLayerGzip)]
    public async Task Configuration_and_manifest_keep_what_is_not_of_the_catalog(string type, string indexType, string layerType)
    {
        var (_, layer) = await WriteAsync(LayerItem.File("configs/catalog.json", "{}"u8.ToArray()));

        var rebuilt = CatalogRebuild.Rebuild([Instance(type)], layer);

        var instance = Assert.Single(rebuilt.Instances);
        Assert.Equal(
            """
            {"architecture":"arm64","os":"linux","x-unknown":[1.0, "é"],"config":{"User":"1001","Entrypoint":["/bin/opm"],"Cmd":["serve","/configs"],"Labels":{"a":"b","operators.operatorframework.io.index.configs.v1":"/configs"}},"rootfs":{"type":"layers","diff_ids":["sha256:0000000000000000000000000000000000000000000000000000000000000001","DIFFID"]},"history":[{"created_by": "base"},{"created":"1970-01-01T00:00:00Z","created_by":"Mirror: filtered catalog in /configs"}]}
            """.Replace("DIFFID", layer.DiffId.ToString(), StringComparison.Ordinal),
            Encoding.UTF8.GetString(instance.Config.Span));
        Assert.Equal(Digest.Of(instance.Config.Span), instance.Manifest.Manifest.Config?.Digest);
        Assert.Equal(instance.Config.Length, instance.Manifest.Manifest.Config?.Size);
        Assert.Equal(2, instance.Manifest.Manifest.Layers.Count);
        Assert.Equal(new Descriptor(layerType, layer.Digest, layer.Size).ToString(), instance.Manifest.Manifest.Layers[1].ToString());
        Assert.Equal("kept", instance.Manifest.Manifest.Annotations["note"]);
        Assert.Equal(indexType, rebuilt.Index.Manifest.MediaType);
        var child = Assert.Single(rebuilt.Index.Manifest.Children);
        Assert.Equal(instance.Manifest.Digest, child.Digest);
        Assert.Equal(new Platform("linux", "arm64"), child.Platform);
    }

    [Fact]
    public async Task The_bytes_are_the_same_in_any_culture()
    {
        var here = await DigestAsync();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            strange.NumberFormat = new NumberFormatInfo { NegativeSign = "~", NumberDecimalSeparator = "," };
            CultureInfo.CurrentCulture = strange;

            var there = await DigestAsync();

            Assert.Equal(here, there);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        // The committed digest is the promise to other machines and versions; it changes only with the format.
        Assert.Equal(Digest.Parse("sha256:024528e10fb562d0c52ccd3beacbfb533068ec12f14100117ddf50f4ad719ac4"), here);
    }

    [Fact]
    public void A_manifest_of_another_kind_is_refused()
    {
        var index = ManifestReader.Read("""{"schemaVersion":2,"manifests":[]}"""u8.ToArray(), MediaTypes.OciIndex, "x");

        var thrown = Assert.Throws<MirrorException>(() => CatalogRebuild.Rebuild(
            [new CatalogInstance(index, Encoding.UTF8.GetBytes(Config), null)], new WrittenLayer(Digest.OfText("a"), 1, Digest.OfText("b"))));

        Assert.Equal("MIR2440", thrown.Diagnostics[0].Code.Id);
    }

    [Fact]
    public async Task An_image_without_the_label_is_no_file_based_catalog()
    {
        var thrown = await Assert.ThrowsAsync<MirrorException>(() => CatalogImageReader.ReadAsync(
            "registry.example.com/old:v4.6", [], null, null, Path.GetTempPath(), CatalogLimits.Default, TestContext.Current.CancellationToken));

        Assert.Equal("MIR2403", thrown.Diagnostics[0].Code.Id);
        Assert.Contains("SQLite", thrown.Message, StringComparison.Ordinal);
    }

    private static async Task<Digest> DigestAsync()
    {
        using var catalog = TestCatalog.Read(TestCatalog.Latest);
        var files = FbcWriter.Write(TestCatalog.Filter(catalog, Of(Package("bar", "0.2.0", defaultChannel: "alpha"), Package("foo"))).Catalog);
        var instances = new[] { Instance(MediaTypes.OciManifest) };
        var (_, layer) = await WriteAsync([.. CatalogRebuild.LayerItems(instances, files)]);
        return CatalogRebuild.Rebuild(instances, layer).Index.Digest;
    }

    private static async Task<(byte[] Bytes, WrittenLayer Layer)> WriteAsync(params LayerItem[] items)
    {
        using var memory = new MemoryStream();
        var layer = await LayerWriter.WriteAsync(items, memory, TestContext.Current.CancellationToken);
        return (memory.ToArray(), layer);
    }

    private static LayerSource Source(byte[] layer) => new("the layer", _ => Task.FromResult<Stream>(new MemoryStream(layer)));

    private static CatalogInstance Instance(string type)
    {
        var config = Encoding.UTF8.GetBytes(Config.ReplaceLineEndings("\n"));
        var layer = type == MediaTypes.DockerManifest ? MediaTypes.DockerLayerGzip : MediaTypes.OciLayerGzip;
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = type,
            config = new { mediaType = type == MediaTypes.DockerManifest ? MediaTypes.DockerConfig : MediaTypes.OciConfig, digest = Digest.Of(config).ToString(), size = config.Length },
            layers = new[] { new { mediaType = layer, digest = Digest.OfText("base").ToString(), size = 4 } },
            annotations = new { note = "kept" },
        });
        return new CatalogInstance(ManifestReader.Read(manifest, type, "test"), config, null);
    }
}
