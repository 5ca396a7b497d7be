using System.Text;
using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Samples.Operators;

/// <summary>
/// The operator catalog of the sample upstream with its bundles and their images: several channels, replaces, skips and skipRange, a deprecation, and
/// dependencies that the catalog satisfies. Their digests are part of the demo's lock file and must never change.
/// </summary>
public static class SampleCatalog
{
    /// <summary>The catalog, with its registry.</summary>
    public const string Reference = $"registry.redhat.io/{Repository}:{Tag}";

    private const string Repository = "redhat/redhat-operator-index";
    private const string Tag = "v4.20";
    private const string Folder = "configs/";
    private const string ProxyName = "ose-kube-rbac-proxy-rhel9";
    private const int BaseSize = 64 * 1024;
    private const int ContentSize = 12 * 1024;

    private static readonly string[] Architectures = ["amd64", "arm64"];
    private static readonly Lazy<Built> Content = new(Build);

    /// <summary>The catalog image: an index for amd64 and arm64.</summary>
    public static ImageContent Image => Content.Value.Catalog;

    /// <summary>The bundles, by package and then from the oldest.</summary>
    public static IReadOnlyList<SampleBundle> Bundles => Content.Value.Bundles;

    /// <summary>Catalog, bundles and related images, by the paths that they have at their registry.</summary>
    public static IReadOnlyList<SampleImage> Images => Content.Value.Images;

    /// <summary>One bundle.</summary>
    public static SampleBundle Find(string package, string version) => Bundles.Single(bundle => bundle.Package == package && bundle.Version == version);

    private static Built Build()
    {
        // One image that several operators need.
        var proxy = new SampleImage($"openshift4/{ProxyName}", [], MultiPlatform(ProxyName, "1"));
        var images = new List<SampleImage> { proxy };
        var bundles = new List<SampleBundle>();
        foreach (var package in OperatorPackages.All)
        {
            foreach (var version in package.Versions)
            {
                var controller = new SampleImage($"sample/{package.Name}-rhel9-operator", [], Operand(package, "operator", version.Version));

                // Changes less often than the operator does.
                var operand = new SampleImage($"sample/{package.Name}-rhel9", [], Operand(package, "operand", version.Version.Split('.')[0]));
                var bundle = new SampleBundle(package.Name, version.Version, BundleImage(package, version.Version), new SortedDictionary<string, string>(StringComparer.Ordinal)
                {
                    ["kube_rbac_proxy"] = ReferenceOf(proxy),
                    ["operand"] = ReferenceOf(operand),
                    ["operator"] = ReferenceOf(controller),
                });
                bundles.Add(bundle);
                images.AddRange([controller, operand, new SampleImage($"sample/{package.Name}-operator-bundle", [], bundle.Image)]);
            }
        }

        var catalog = Catalog(bundles);
        return new Built(
            catalog,
            bundles,
            [.. images.DistinctBy(image => (image.Repository, image.Content.Digest)), new SampleImage(Repository, [Tag], catalog)]);
    }

    private static string ReferenceOf(SampleImage image) => $"registry.redhat.io/{image.Repository}@{image.Content.Digest}";

    private static ImageContent Operand(OperatorPackage package, string part, string version) => package.IsMultiPlatform
        ? MultiPlatform($"{package.Name}/{part}", version)
        : Single($"{package.Name}/{part}", version, "amd64");

    private static ImageContent MultiPlatform(string name, string version) => new IndexBuilder
    {
        Format = ImageFormat.Docker,
        Children = [.. Architectures.Select(architecture => Single(name, version, architecture))],
    }.Build();

    private static ImageContent Single(string name, string version, string architecture) => new ImageBuilder
    {
        Format = ImageFormat.Docker,
        Platform = PlatformOf(architecture),
        Layers =
        [
            BaseLayer(architecture),
            Layer.Gzip(new TarBuilder().Folder("opt/").Executable("opt/content", PseudoRandom.Bytes($"{name}/{version}/{architecture}", ContentSize)).ToArray()),
        ],
        Labels = new Dictionary<string, string> { ["name"] = name, ["vendor"] = "Mirror's sample upstream", ["version"] = version },
    }.Build();

    // Manifests for the cluster, without a base.
    private static ImageContent BundleImage(OperatorPackage package, string version)
    {
        var channels = package.Channels.Where(channel => channel.Entries.Any(entry => entry.Version == version)).Select(channel => channel.Name);
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["operators.operatorframework.io.bundle.channel.default.v1"] = package.DefaultChannel,
            ["operators.operatorframework.io.bundle.channels.v1"] = string.Join(',', channels),
            ["operators.operatorframework.io.bundle.manifests.v1"] = "manifests/",
            ["operators.operatorframework.io.bundle.mediatype.v1"] = "registry+v1",
            ["operators.operatorframework.io.bundle.metadata.v1"] = "metadata/",
            ["operators.operatorframework.io.bundle.package.v1"] = package.Name,
        };
        var name = SampleBundle.NameOf(package.Name, version);
        var tar = new TarBuilder()
            .Folder("manifests/")
            .File(
                $"manifests/{package.Name}.clusterserviceversion.yaml",
                $"apiVersion: operators.coreos.com/v1alpha1\nkind: ClusterServiceVersion\nmetadata:\n  name: {name}\nspec:\n  displayName: {package.DisplayName}\n  version: {version}\n")
            .Folder("metadata/")
            .File("metadata/annotations.yaml", $"annotations:\n{string.Concat(labels.Select(label => $"  {label.Key}: {label.Value}\n"))}");
        return new ImageBuilder { Format = ImageFormat.Docker, Layers = [Layer.Gzip(tar.ToArray())], Labels = labels }.Build();
    }

    // As opm makes it: the catalog, and a cache of it that a rebuilt catalog must not keep.
    private static ImageContent Catalog(List<SampleBundle> bundles)
    {
        var configs = Layer.Gzip(CatalogFiles.Write(Folder, OperatorPackages.All, bundles));
        var cache = Layer.Gzip(new TarBuilder()
            .Folder("tmp/")
            .Folder("tmp/cache/")
            .File("tmp/cache/digest", "0123456789abcdef")
            .Folder("tmp/cache/cache/")
            .File("tmp/cache/cache/packages.json", Encoding.UTF8.GetBytes("{}"))
            .ToArray());
        return new IndexBuilder
        {
            Format = ImageFormat.Docker,
            Children =
            [
                .. Architectures.Select(architecture => new ImageBuilder
                {
                    Format = ImageFormat.Docker,
                    Platform = PlatformOf(architecture),
                    Layers = [BaseLayer(architecture), configs, cache],
                    Labels = new Dictionary<string, string> { ["operators.operatorframework.io.index.configs.v1"] = "/configs" },
                    Entrypoint = ["/bin/opm"],
                    Command = ["serve", "/configs", "--cache-dir=/tmp/cache"],
                }.Build()),
            ],
        }.Build();
    }

    private static Layer BaseLayer(string architecture) => Layer.Gzip(
        new TarBuilder().Folder("bin/").Executable("bin/opm", PseudoRandom.Bytes($"operators/base/{architecture}", BaseSize)).ToArray());

    private static Platform PlatformOf(string architecture) => new("linux", architecture, architecture == "arm64" ? "v8" : "");

    private sealed record Built(ImageContent Catalog, IReadOnlyList<SampleBundle> Bundles, IReadOnlyList<SampleImage> Images);
}
