using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Samples;

/// <summary>
/// The images of the sample upstream: one of each kind that registries hold, with shared layers, a few MB in all. Their digests are part of the demo's
/// lock file and must never change; new content gets a new tag.
/// </summary>
public static class SampleImages
{
    private const int BaseSize = 256 * 1024;
    private const int MinimalSize = 96 * 1024;
    private const int TopSize = 32 * 1024;

    private static readonly Lazy<IReadOnlyList<SampleImage>> Images = new(Build);

    /// <summary>Every image, built when first asked for.</summary>
    public static IReadOnlyList<SampleImage> All => Images.Value;

    private static IReadOnlyList<SampleImage> Build()
    {
        var ubi = Base("ubi9/ubi", BaseSize, "amd64", "arm64", "ppc64le", "s390x");
        var minimal = Base("ubi9/ubi-minimal", MinimalSize, "amd64", "arm64", "s390x");
        return
        [
            new SampleImage("openshift/hello", ["v1.0"], Hello()),
            new SampleImage("rhel9/httpd-24", ["9.6"], OnTopOf(ubi, "rhel9/httpd-24", ImageFormat.Oci, "amd64", "arm64")),
            new SampleImage("rhel9/postgresql-16", ["9.6", "latest"], OnTopOf(minimal, "rhel9/postgresql-16", ImageFormat.Docker, "amd64", "s390x")),
            new SampleImage("rhel9/support-tools", ["9.6"], Single(ubi["amd64"], "rhel9/support-tools", ImageFormat.Docker)),
            new SampleImage("ubi9/ubi", ["9.6", "latest"], Index(ImageFormat.Oci, ubi.Select(layer => Image([layer.Value], layer.Key, "ubi9/ubi", ImageFormat.Oci)))),
            new SampleImage(
                "ubi9/ubi-minimal",
                ["9.6", "latest"],
                Index(ImageFormat.Docker, minimal.Select(layer => Image([layer.Value], layer.Key, "ubi9/ubi-minimal", ImageFormat.Docker)))),
        ];
    }

    private static SortedDictionary<string, Layer> Base(string name, int size, params string[] architectures)
    {
        var layers = new SortedDictionary<string, Layer>(StringComparer.Ordinal);
        foreach (var architecture in architectures)
        {
            var tar = new TarBuilder()
                .Folder("etc/")
                .File("etc/os-release", $"NAME=\"Sample\"\nID=sample\nVERSION_ID=9.6\nVARIANT=\"{name}\"\n")
                .Folder("usr/")
                .Folder("usr/lib/")
                .File("usr/lib/content", PseudoRandom.Bytes($"{name}/{architecture}", size));
            layers.Add(architecture, Layer.Gzip(tar.ToArray()));
        }

        return layers;
    }

    // Not compressed: registries serve such layers too, if seldom.
    private static ImageContent Hello() => new ImageBuilder
    {
        Format = ImageFormat.Oci,
        Layers = [Layer.Plain(new TarBuilder().Executable("hello", "#!/bin/sh\necho 'Hello from the mirror'\n"u8).ToArray())],
        Labels = Labels("openshift/hello"),
        Entrypoint = ["/hello"],
    }.Build();

    private static ImageContent OnTopOf(SortedDictionary<string, Layer> layers, string name, ImageFormat format, params string[] architectures) =>
        Index(format, architectures.Select(architecture => Image([layers[architecture], Top(name, architecture)], architecture, name, format)));

    private static ImageContent Single(Layer layer, string name, ImageFormat format) => Image([layer, Top(name, "amd64")], "amd64", name, format);

    private static Layer Top(string name, string architecture) => Layer.Gzip(
        new TarBuilder().Folder("opt/").File("opt/content", PseudoRandom.Bytes($"{name}/{architecture}/top", TopSize)).ToArray());

    private static ImageContent Image(IReadOnlyList<Layer> layers, string architecture, string name, ImageFormat format) => new ImageBuilder
    {
        Format = format,
        Platform = new Platform("linux", architecture, architecture == "arm64" ? "v8" : ""),
        Layers = layers,
        Labels = Labels(name),
    }.Build();

    private static ImageContent Index(ImageFormat format, IEnumerable<ImageContent> children) =>
        new IndexBuilder { Format = format, Children = [.. children] }.Build();

    private static Dictionary<string, string> Labels(string name) => new() { ["name"] = name, ["vendor"] = "Mirror's sample upstream" };
}
