using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Samples.Releases;

/// <summary>
/// The releases of the sample platform: 4.20.8, 4.20.9 and 4.20.10, each for amd64, arm64 and multi. From one to the next some components change and most
/// stay, as in real ones. Their digests are part of the demo's lock file and must never change.
/// </summary>
public static class SampleReleases
{
    private const int BaseSize = 96 * 1024;
    private const int ComponentSize = 32 * 1024;
    private const int BootImageSize = 48 * 1024;
    private const string VersionOperator = "cluster-version-operator";
    private const string SystemImage = "rhel-coreos";

    // The revision of each component in 4.20.8, 4.20.9 and 4.20.10.
    private static readonly SortedDictionary<string, int[]> Revisions = new(StringComparer.Ordinal)
    {
        ["cli"] = [1, 1, 1],
        [VersionOperator] = [1, 2, 3],
        ["console"] = [1, 1, 2],
        ["coredns"] = [1, 1, 1],
        ["etcd"] = [1, 1, 2],
        ["hyperkube"] = [1, 1, 1],
        ["machine-config-operator"] = [1, 2, 2],
        [SystemImage] = [1, 2, 3],
    };

    private static readonly string[] Architectures = ["amd64", "arm64"];
    private static readonly string[] BootImageArchitectures = ["amd64", "s390x"];
    private static readonly Lazy<IReadOnlyList<SampleRelease>> Releases = new(Build);
    private static readonly Lazy<IReadOnlyList<SampleImage>> AllImages = new(ListImages);

    /// <summary>The versions, lowest first.</summary>
    public static IReadOnlyList<string> Versions { get; } = ["4.20.8", "4.20.9", "4.20.10"];

    /// <summary>Every release, built when first asked for.</summary>
    public static IReadOnlyList<SampleRelease> All => Releases.Value;

    /// <summary>Payloads, components, boot images and sigstore signatures of payloads, by the paths that they have at their registry.</summary>
    public static IReadOnlyList<SampleImage> Images => AllImages.Value;

    /// <summary>One release.</summary>
    public static SampleRelease Find(string version, string architecture) =>
        All.Single(release => release.Version == version && release.Architecture == architecture);

    /// <summary>The KubeVirt boot image of a version: it changes when the system image does.</summary>
    /// <param name="architecture"><c>amd64</c> or <c>s390x</c>; there are no others.</param>
    public static ImageContent BootImage(string version, string architecture) => Image(
        "kubevirt-boot-image", RevisionIn(version, SystemImage), architecture, [Content($"kubevirt-boot-image/{RevisionIn(version, SystemImage)}", architecture, BootImageSize)]);

    private static List<SampleRelease> Build()
    {
        var releases = new List<SampleRelease>();
        foreach (var version in Versions)
        {
            var single = Architectures.ToDictionary(architecture => architecture, architecture => Components(version, architecture));
            releases.AddRange(Architectures.Select(architecture =>
                new SampleRelease(version, architecture, Payload(version, architecture, architecture, single[architecture]), single[architecture])));
            var multi = Components(name => Index(Architectures.Select(architecture => single[architecture][name])));
            releases.Add(new SampleRelease(version, "multi", Index(Architectures.Select(architecture => Payload(version, "multi", architecture, multi))), multi));
        }

        return releases;
    }

    private static List<SampleImage> ListImages()
    {
        const string payloads = "openshift-release-dev/ocp-release";
        const string components = "openshift-release-dev/ocp-v4.0-art-dev";
        return
        [
            .. All.Select(release => new SampleImage(payloads, [release.Tag], release.Payload)),
            .. All.Select(release => SigstoreSignature.Of($"{SampleRelease.Repository}:{release.Tag}", payloads, release.Payload.Digest)),
            .. All.SelectMany(release => release.Components.Values)
                .Concat(Versions.SelectMany(version => BootImageArchitectures.Select(architecture => BootImage(version, architecture))))
                .DistinctBy(image => image.Digest)
                .Select(image => new SampleImage(components, [], image)),
        ];
    }

    private static SortedDictionary<string, ImageContent> Components(string version, string architecture) => Components(name => Image(
        name,
        RevisionIn(version, name),
        architecture,
        [BaseLayer(architecture), Content($"{name}/{RevisionIn(version, name)}", architecture, ComponentSize)]));

    private static SortedDictionary<string, ImageContent> Components(Func<string, ImageContent> build) =>
        new(Revisions.Keys.ToDictionary(name => name, build), StringComparer.Ordinal);

    private static ImageContent Image(string name, int revision, string architecture, IReadOnlyList<Layer> layers) => new ImageBuilder
    {
        Format = ImageFormat.Docker,
        Platform = PlatformOf(architecture),
        Layers = layers,
        Labels = new Dictionary<string, string>
        {
            ["name"] = $"openshift/ose-{name}",
            ["release"] = $"{revision}",
            ["vendor"] = "Mirror's sample upstream",
        },
    }.Build();

    /// <summary>The image of the version operator with the manifests of the release on top, as release tools make it.</summary>
    private static ImageContent Payload(string version, string releaseArchitecture, string architecture, IReadOnlyDictionary<string, ImageContent> components) =>
        new ImageBuilder
        {
            Format = ImageFormat.Docker,
            Platform = PlatformOf(architecture),
            Layers =
            [
                BaseLayer(architecture),
                Content($"{VersionOperator}/{RevisionIn(version, VersionOperator)}", architecture, ComponentSize),
                Layer.Gzip(SamplePayload.Files(version, releaseArchitecture, components)),
            ],
            Labels = new Dictionary<string, string>
            {
                ["io.openshift.release"] = version,
                ["io.openshift.release.base-image-digest"] = components[VersionOperator].Digest.ToString(),
            },
            Entrypoint = ["/usr/bin/cluster-version-operator"],
        }.Build();

    private static ImageContent Index(IEnumerable<ImageContent> children) => new IndexBuilder { Format = ImageFormat.Docker, Children = [.. children] }.Build();

    private static Layer BaseLayer(string architecture) => Layer.Gzip(
        new TarBuilder()
            .Folder("etc/")
            .File("etc/os-release", "NAME=\"Sample\"\nID=sample\nVERSION_ID=9.6\nVARIANT=\"openshift base\"\n")
            .Folder("usr/")
            .Folder("usr/lib/")
            .File("usr/lib/content", PseudoRandom.Bytes($"openshift/base/{architecture}", BaseSize))
            .ToArray());

    private static Layer Content(string seed, string architecture, int size) => Layer.Gzip(
        new TarBuilder().Folder("usr/").Folder("usr/bin/").Executable("usr/bin/content", PseudoRandom.Bytes($"openshift/{seed}/{architecture}", size)).ToArray());

    private static Platform PlatformOf(string architecture) => new("linux", architecture, architecture == "arm64" ? "v8" : "");

    private static int RevisionIn(string version, string component) => Revisions[component][Versions.Index().Single(known => known.Item == version).Index];
}
