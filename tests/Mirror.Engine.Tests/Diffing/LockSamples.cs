using System.Globalization;
using Mirror.Engine.Diffing;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Diffing;

/// <summary>Locks as a mirror has them, without anything behind them.</summary>
internal static class LockSamples
{
    private const long MiB = 1024 * 1024;

    /// <summary>The same lock with signatures: of release payloads by version, and of images.</summary>
    public static LockSnapshot Signed(this LockSnapshot snapshot, IEnumerable<string> releases, params (LockedImageSource Image, string[] Signatures)[] images) => new(
        snapshot.Name,
        snapshot.Lock with
        {
            Referrers = ReferrersLockFile.Of(
                images.Select(image => KeyValuePair.Create(
                    image.Image.Resolved.Image.ToString(),
                    (IReadOnlyList<LockedReferrer>)[.. image.Signatures.Select(text => new LockedReferrer(
                        image.Image.Resolved.Digest, TestDigest.Of(text), "application/vnd.dev.sigstore.bundle.v0.3+json", 2000))])),
                releases.Select(version => KeyValuePair.Create(
                    DigestOf("payload", version),
                    (IReadOnlyList<LockedReleaseSignature>)[new LockedReleaseSignature(1, [1, 2, 3])]))),
        });

    /// <summary>A lock of these sources under the name that reports give it.</summary>
    public static LockSnapshot Snapshot(string name, params LockedSource[] sources) => new(name, LockFile.Empty.With(sources));

    /// <summary>An additional image; <paramref name="content"/> tells one digest from another.</summary>
    public static LockedImageSource Image(string name, string content = "", string? target = null, long mebibytes = 100)
    {
        var reference = ImageReference.Parse(name);
        var resolved = new LockedImage(reference.WithDigest(DigestOf(reference.Name, reference.Tag + content)), mebibytes * MiB);
        return new LockedImageSource
        {
            Key = target is null ? $"images/{name}" : $"images/{name} => {target}",
            InputHash = TestDigest.Of(name),
            Requested = name,
            Name = reference,
            Resolved = resolved,
            Target = TargetName.TryParse(target ?? $"{reference.Repository}:{reference.Tag ?? TargetName.DigestTag(resolved.Digest)}")!,
        };
    }

    /// <summary>Releases of a channel for amd64, each with one component that it shares with none.</summary>
    public static LockedReleaseSource Channel(string channel, IEnumerable<string> versions, params LockedUpgrade[] upgrades) => new()
    {
        Key = $"platform/{channel}/amd64",
        InputHash = TestDigest.Of(channel),
        Requested = "minVersion, maxVersion",
        Releases = [.. versions.Select(Release)],
        Upgrades = [.. upgrades],
    };

    /// <summary>The update graph with the data of a day.</summary>
    public static LockedGraphSource Graph(string day) => new()
    {
        Key = LockedGraphSource.SourceKey,
        InputHash = TestDigest.Of("graph"),
        Requested = "",
        Data = new Descriptor(LockedGraphSource.DataType, TestDigest.Of(day), 1000),
        Base = new LockedImage(ImageReference.Docker("registry.access.redhat.com", "ubi9/ubi", digest: TestDigest.Of("base")), 80 * MiB),
        GraphImage = TestDigest.Of($"graph image of {day}"),
        Size = 81 * MiB,
    };

    /// <summary>A chart of a web repository, and the images that it names.</summary>
    public static LockedHelmSource Chart(string name, string version, params LockedImageSource[] images) => new()
    {
        Key = $"helm/https://charts.example.com/stable/{name}:{version}",
        InputHash = TestDigest.Of(name),
        Requested = "",
        Charts =
        [
            new LockedChart(
                name,
                version,
                new LockedChartArchive(new ChartUrl(new Uri($"https://charts.example.com/stable/{name}-{version}.tgz")), DigestOf(name, version), 5000))
            {
                Images = [.. images.Select(image => new LockedChartImage(image.Name, image.Resolved, ["templates/deployment.yaml, spec.template.spec.containers[0].image"]))],
            },
        ],
    };

    /// <summary>A catalog with one operator: bundles by channel, the head first; each bundle has an image of its own and one that it needs.</summary>
    public static LockedOperatorSource Operators(string catalog, string day, string package, params (string Channel, string[] Versions)[] channels) => new()
    {
        Key = $"operators/{catalog}",
        InputHash = TestDigest.Of(catalog),
        Requested = catalog,
        Name = ImageReference.Parse(catalog),
        Resolved = new LockedImage(ImageReference.Parse(catalog).WithDigest(DigestOf(catalog, day)), 900 * MiB),
        Derived = new LockedCatalog(DigestOf(catalog, $"derived {day}"), 10 * MiB),
        Target = new TargetName(ImageReference.Parse(catalog).Repository, ImageReference.Parse(catalog).Tag!),
        Packages =
        [
            new LockedOperatorPackage(package)
            {
                Requested = "",
                Channels = [.. channels.Select(channel => new LockedOperatorChannel(channel.Channel, [.. channel.Versions.Select(version => $"{package}.v{version}")]))],
                Bundles = [.. channels.SelectMany(channel => channel.Versions).Distinct().Order(StringComparer.Ordinal).Select(version => Bundle(package, version))],
            },
        ],
    };

    private static LockedOperatorBundle Bundle(string package, string version) => new($"{package}.v{version}")
    {
        Version = version,
        Image = new LockedRelatedImage(new LockedImage(ImageReference.Docker("registry.redhat.io", $"{package}/bundle", digest: DigestOf(package, version)), MiB), []),
        Related =
        [
            new LockedRelatedImage(new LockedImage(ImageReference.Docker("registry.redhat.io", $"{package}/operator", digest: DigestOf($"{package} operator", version)), 90 * MiB), []),
        ],
    };

    private static LockedRelease Release(string version) => new()
    {
        Version = version,
        Tag = $"{version}-x86_64",
        Because = "in the range",
        Payload = new LockedImage(ImageReference.Docker("quay.io", "openshift-release-dev/ocp-release", digest: DigestOf("payload", version)), 300 * MiB),
        Errata = $"https://access.redhat.com/errata/RHSA-2026:{version.Replace(".", "", StringComparison.Ordinal)}",
        Components =
        [
            new LockedComponent("etcd", new LockedImage(ImageReference.Docker("quay.io", "openshift-release-dev/ocp-v4.0-art-dev", digest: DigestOf("etcd", version)), 200 * MiB)),
        ],
    };

    /// <summary>The digest that samples give to a content.</summary>
    public static Digest DigestOf(string name, string content) => TestDigest.Of(string.Create(CultureInfo.InvariantCulture, $"{name} {content}"));
}
