using System.Text;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Testing;

namespace Mirror.Model.Tests.Locking;

public sealed class ReleaseLockTests
{
    private const string Dev = "quay.io/openshift-release-dev/ocp-v4.0-art-dev";

    private static LockedReleaseSource Channel { get; } = new()
    {
        Key = "platform/stable-4.20/multi",
        InputHash = TestDigest.Of("input"),
        Requested = "minVersion 4.20.8, platforms[linux/arm64], shortestPath",
        Platforms = [new Platform("linux", "arm64")],
        Warnings = [new LockedWarning(MirrorErrors.ConditionalUpdate, "The upgrade path has a risk: 'OldBootImages'.")],
        Upgrades =
        [
            new LockedUpgrade("4.20.8", "4.20.9", []),
            new LockedUpgrade("4.20.9", "4.20.10", [new LockedRisk("OldBootImages", "https://issues.example.com/1"), new LockedRisk("Unexplained", "")]),
        ],
        Releases = [Release("4.20.8"), Release("4.20.9"), Release("4.20.10")],
    };

    private static LockedReleaseSource Private { get; } = new()
    {
        Key = "platform/release/registry.example.com/copy/release:prod",
        InputHash = TestDigest.Of("other input"),
        Requested = "signatures ignore",
        Releases =
        [
            new LockedRelease
            {
                Version = "4.21.0-0.nightly-2026-01-01-000000",
                Payload = Image("registry.example.com/copy/release", "nightly", 5),
                Components = [new LockedComponent("cli", Image("registry.example.com/copy/cli", "cli", 6))],
            },
        ],
    };

    private static LockedGraphSource Graph { get; } = new()
    {
        Key = LockedGraphSource.SourceKey,
        InputHash = TestDigest.Of("graph input"),
        Requested = "",
        Data = new Descriptor(LockedGraphSource.DataType, TestDigest.Of("data"), 71_234),
        Base = Image("registry.access.redhat.com/ubi9/ubi", "ubi", 312_000_000),
        GraphImage = TestDigest.Of("graph image"),
        Size = 318_000_000,
    };

    private static LockFile Sample { get; } = LockFile.Empty.With([Channel, Private, Graph]);

    private static string Text => Encoding.UTF8.GetString(LockFileWriter.Write(Sample));

    private static LockedImage Image(string name, string seed, long size) => new(ImageReference.Parse($"{name}@{TestDigest.Of(seed)}"), size);

    private static LockedRelease Release(string version) => new()
    {
        Version = version,
        Because = "on the path in stable-4.20",
        Payload = Image("quay.io/openshift-release-dev/ocp-release", version, 412_331),
        Tag = $"{version}-multi",
        Errata = "https://access.redhat.com/errata/RHSA-2026:1234",
        Components = [new LockedComponent("cli", Image(Dev, "cli", 99_123)), new LockedComponent("cluster-version-operator", Image(Dev, version + "cvo", 96_312_331))],
    };

    [Fact]
    public void Releases_and_graph_have_one_line_for_each_leaf() => Approval.Verify(Text, "json");

    [Fact]
    public void Written_lock_is_read_back()
    {
        var read = LockFileReader.Read(LockFileWriter.Write(Sample), "mirror.lock.json");

        Assert.Equal([Graph, Private, Channel], read.Sources.Values.Select(source => source with { Span = null }));
        Assert.Equal(["4.20.8", "4.20.9", "4.20.10"], ((LockedReleaseSource)read.Sources[Channel.Key]).Releases.Select(release => release.Version));
    }

    [Fact]
    public void Release_images_get_the_tags_of_their_release_and_belong_together()
    {
        var images = Channel.Images().Where(image => image.Because.Contains("4.20.9,", StringComparison.Ordinal)).ToList();

        Assert.Equal(
            ["openshift/release:4.20.9-multi-cli", "openshift/release:4.20.9-multi-cluster-version-operator", "openshift/release-images:4.20.9-multi"],
            images.Select(image => image.Target.ToString()));
        Assert.All(images, image => Assert.Equal(("4.20.9-multi", "linux/arm64"), (image.Release, string.Join(',', image.Platforms))));
        Assert.Equal([.. images.Take(2).Select(image => image.Target)], images[2].Requires);
        Assert.Equal("quay.io/openshift-release-dev/ocp-release:4.20.9-multi", images[2].Origin.ToString());
        Assert.Equal("platform/stable-4.20/multi, 4.20.9, cli", images[0].Because);
    }

    [Fact]
    public void Release_that_nobody_named_goes_by_its_digest()
    {
        var digest = TestDigest.Of("nightly");

        Assert.Equal(
            [$"openshift/release:{digest.Hex}-cli", $"openshift/release-images:{digest.Hex}"],
            Private.Images().Select(image => image.Target.ToString()));
        Assert.Equal($"registry.example.com/copy/release@{digest}", Private.Images().Last().Origin.ToString());
    }

    [Fact]
    public void Private_copy_is_known_to_clusters_by_the_name_that_was_signed()
    {
        var copy = Private.Releases[0] with { Tag = "4.21.0-x86_64", SignedName = "quay.io/openshift-release-dev/ocp-release" };

        var payload = (Private with { Releases = [copy] }).Images().Last();

        Assert.Equal(
            ("quay.io/openshift-release-dev/ocp-release:4.21.0-x86_64", "registry.example.com/copy/release"),
            (payload.Origin.ToString(), payload.Source.Name));
    }

    [Fact]
    public void Graph_image_is_built_on_its_base()
    {
        var image = Assert.Single(Graph.Images());

        Assert.Equal(
            (ImageKind.Graph, true, "openshift/graph-image:latest", $"registry.access.redhat.com/ubi9/ubi@{Graph.GraphImage}"),
            (image.Kind, image.IsBuilt, image.Target.ToString(), image.Source.ToString()));
    }

    [Fact]
    public void Every_truncation_is_refused_with_a_place()
    {
        var bytes = LockFileWriter.Write(Sample);
        for (var length = 0; length < bytes.Length - 2; length++)
        {
            var failure = Assert.Throws<MirrorException>(() => LockFileReader.Read(bytes[..length], "mirror.lock.json"));

            Assert.True(failure.Diagnostics[0].Span is { Line: > 0, Column: > 0 }, $"cut at {length}: {failure.Message}");
        }
    }

    [Theory]
    [InlineData("\"releases\":", "\"release\":", "'releases' is missing")]
    [InlineData("\"payload\":", "\"payloads\":", "'payload' is missing")]
    [InlineData("\"tag\": \"4.20.8-multi\"", "\"tag\": \"../4.20.8\"", "'../4.20.8' is not a tag")]
    [InlineData("\"errata\":", "\"signedName\": \"Quay.io/UPPER\", \"errata\":", "'Quay.io/UPPER' is not a repository")]
    [InlineData("\"cli\":", "\"a/b\":", "'a/b' is not the name of a component")]
    [InlineData("4.20.8 -> 4.20.9", "4.20.8 to 4.20.9", "is not an upgrade")]
    [InlineData("MIR2702: ", "MIR2001: ", "does not start with the code of a warning")]
    [InlineData("\"linux/arm64\"", "\"arm64\"", "is not a platform")]
    [InlineData("\"because\":", "\"why\":", "'why' is not known here")]
    [InlineData("\"data\":", "\"date\":", "'data' is missing")]
    [InlineData("\"size\": 71234", "\"size\": \"71234\"", "'size' is not a whole number")]
    [InlineData("\"size\": 318000000}", "\"size\": 318000000, \"layer\": 1}", "'layer' is not known here")]
    public void Wrong_entry_is_refused_at_its_place(string old, string wrong, string problem)
    {
        var at = Text.IndexOf(old, StringComparison.Ordinal);
        var text = $"{Text[..at]}{wrong}{Text[(at + old.Length)..]}";

        var failure = Assert.Throws<MirrorException>(() => LockFileReader.Read(Encoding.UTF8.GetBytes(text), "mirror.lock.json"));

        Assert.Equal("MIR2001", failure.Diagnostics[0].Code.Id);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Diagnostics[0].Span);
    }

    [Fact]
    public void Component_by_tag_is_refused()
    {
        var text = Text.Replace($"{Dev}@{TestDigest.Of("cli")}", $"{Dev}:latest", StringComparison.Ordinal);

        var failure = Assert.Throws<MirrorException>(() => LockFileReader.Read(Encoding.UTF8.GetBytes(text), "mirror.lock.json"));

        Assert.Equal("MIR2003", failure.Diagnostics[0].Code.Id);
    }
}
