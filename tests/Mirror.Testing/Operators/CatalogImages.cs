using Mirror.Model.Oci;
using Mirror.Sandbox.Images;

namespace Mirror.Testing.Operators;

/// <summary>Builds operator catalogs as images: what opm serves them with, its cache, and the files.</summary>
public static class CatalogImages
{
    /// <summary>The label that says where the files are.</summary>
    public const string Label = "operators.operatorframework.io.index.configs.v1";

    /// <summary>An index with an image for each architecture, all with the same files in <c>/configs</c>.</summary>
    public static ImageContent Index(IReadOnlyList<(string Path, string Text)> files, params string[] architectures) => Index(files, ImageFormat.Oci, isGzip: true, architectures);

    /// <summary>As the other overload, in one of the forms that catalogs have.</summary>
    public static ImageContent Index(IReadOnlyList<(string Path, string Text)> files, ImageFormat format, bool isGzip, params string[] architectures) => new IndexBuilder
    {
        Format = format,
        Children = [.. architectures.Select(architecture => Image(files, format, isGzip, architecture))],
    }.Build();

    /// <summary>An image of one platform.</summary>
    public static ImageContent Image(IReadOnlyList<(string Path, string Text)> files, ImageFormat format = ImageFormat.Oci, bool isGzip = true, string architecture = "amd64")
    {
        var configs = new TarBuilder().Folder("configs/");
        foreach (var (path, text) in files)
        {
            configs.File($"configs/{path}", text);
        }

        var cache = new TarBuilder().Folder("tmp/").Folder("tmp/cache/").File("tmp/cache/digest", "made for the whole catalog");
        return new ImageBuilder
        {
            Format = format,
            Platform = new Platform("linux", architecture),
            Layers =
            [
                Layer.Gzip(new TarBuilder().Folder("bin/").Executable("bin/opm", PseudoRandom.Bytes($"opm {architecture}", 2_000)).ToArray()),
                isGzip ? Layer.Gzip(configs.ToArray()) : Layer.Plain(configs.ToArray()),
                Layer.Gzip(cache.ToArray()),
            ],
            Labels = new Dictionary<string, string> { [Label] = "/configs" },
            Entrypoint = ["/bin/opm", "serve", "/configs", "--cache-dir=/tmp/cache"],
        }.Build();
    }
}
