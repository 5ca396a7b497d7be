using System.Text;
using Mirror.Model.Configuration;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Model.Planning;
using Mirror.Model.Versions;
using Mirror.Testing;

namespace Mirror.Model.Tests.Locking;

public sealed class LockedOperatorSourceTests
{
    private const string Key = "operators/registry.example.com/index:v1";

    private static readonly OperatorCatalog Entry = new()
    {
        Catalog = ImageReference.Parse("registry.example.com/index:v1"),
        TargetTag = "prod",
        Packages =
        [
            new OperatorPackage { Name = "foo", DefaultChannel = "beta", Channels = [new OperatorChannel { Name = "beta", MinVersion = VersionBound.Parse("0.1") }] },
            new OperatorPackage { Name = "absent" },
        ],
    };

    private static readonly LockedRelatedImage Proxy = Image("proxy", 5, "quay.io/shared/proxy:v1", $"quay.io/shared/proxy@{TestDigest.Of("proxy")}");

    private static LockedOperatorSource Sample { get; } = new()
    {
        Key = Key,
        InputHash = Entry.CatalogInput.Hash,
        Requested = "registry.example.com/index:v1, targetTag prod",
        Name = Entry.Catalog,
        Resolved = new LockedImage(ImageReference.Docker("registry.example.com", "index", digest: TestDigest.Of("index")), 1000),
        Derived = new LockedCatalog(TestDigest.Of("derived"), 900),
        Target = new TargetName("index", "prod"),
        Platforms = [new Platform("linux", "amd64")],
        Packages =
        [
            new LockedOperatorPackage("absent") { Requested = "" },
            new LockedOperatorPackage("foo")
            {
                Requested = "channels[beta], channels[beta].minVersion 0.1, defaultChannel beta",
                DefaultChannel = "beta",
                Channels = [new LockedOperatorChannel("beta", ["foo.v0.2.0", "foo.v0.1.0"])],
                Bundles =
                [
                    new LockedOperatorBundle("foo.v0.1.0") { Version = "0.1.0", Related = [Proxy] },
                    new LockedOperatorBundle("foo.v0.2.0")
                    {
                        Version = "0.2.0",
                        Image = Image("bundle", 7),
                        Related = [Image("operator", 0), Proxy],
                    },
                ],
            },
        ],
    };

    private static string Text => Encoding.UTF8.GetString(Write(Sample));

    private static byte[] Write(LockedOperatorSource source) => LockFileWriter.Write(LockFile.Empty.With([source]));

    private static LockedOperatorSource Read(string text) =>
        (LockedOperatorSource)LockFileReader.Read(Encoding.UTF8.GetBytes(text), "mirror.lock.json").Sources[Key];

    private static LockedRelatedImage Image(string name, long size, params string[] requested) => new(
        new LockedImage(ImageReference.Docker("quay.io", name == "proxy" ? "shared/proxy" : $"foo/{name}", digest: TestDigest.Of(name)), size),
        [.. requested.Select(ImageReference.Parse)]);

    [Fact]
    public void Lock_is_written_and_read_back()
    {
        Assert.Equal(
            $$"""
            {
              "lockVersion": 1,
              "resolverVersion": 1,
              "sources": {
                "operators/registry.example.com/index:v1": {
                  "inputHash": "{{Entry.CatalogInput.Hash}}",
                  "requested": "registry.example.com/index:v1, targetTag prod",
                  "platforms": ["linux/amd64"],
                  "resolved": {"image": "registry.example.com/index@{{TestDigest.Of("index")}}", "size": 1000},
                  "derived": {"catalog": "{{TestDigest.Of("derived")}}", "size": 900, "target": "index:prod"},
                  "packages": {
                    "absent": {
                      "requested": "",
                      "channels": {},
                      "bundles": {}
                    },
                    "foo": {
                      "requested": "channels[beta], channels[beta].minVersion 0.1, defaultChannel beta",
                      "defaultChannel": "beta",
                      "channels": {
                        "beta": ["foo.v0.2.0", "foo.v0.1.0"]
                      },
                      "bundles": {
                        "foo.v0.1.0": {
                          "version": "0.1.0",
                          "related": {
                            "quay.io/shared/proxy@{{TestDigest.Of("proxy")}}": {"requested": ["quay.io/shared/proxy:v1", "quay.io/shared/proxy@{{TestDigest.Of("proxy")}}"], "size": 5}
                          }
                        },
                        "foo.v0.2.0": {
                          "version": "0.2.0",
                          "bundle": {"image": "quay.io/foo/bundle@{{TestDigest.Of("bundle")}}", "size": 7},
                          "related": {
                            "quay.io/foo/operator@{{TestDigest.Of("operator")}}": {"size": 0},
                            "quay.io/shared/proxy@{{TestDigest.Of("proxy")}}": {"requested": ["quay.io/shared/proxy:v1", "quay.io/shared/proxy@{{TestDigest.Of("proxy")}}"], "size": 5}
                          }
                        }
                      }
                    }
                  }
                }
              }
            }

            """.ReplaceLineEndings("\n"),
            Text);
        Assert.Equal(Sample, Read(Text) with { Span = null, Blocked = Sample.Blocked });
    }

    [Fact]
    public void Unmodified_catalog_derives_its_name_alone()
    {
        var unmodified = Sample with { Derived = null };

        var text = Encoding.UTF8.GetString(Write(unmodified));

        Assert.Contains("\"derived\": {\"target\": \"index:prod\"}", text, StringComparison.Ordinal);
        Assert.Null(Read(text).Derived);
        Assert.Equal(TestDigest.Of("index"), Read(text).CatalogDigest);
    }

    [Fact]
    public void Every_truncation_is_refused_with_a_place()
    {
        var bytes = Write(Sample);
        for (var length = 0; length < bytes.Length - 2; length++)
        {
            var failure = Assert.Throws<MirrorException>(() => LockFileReader.Read(bytes[..length], "mirror.lock.json"));

            Assert.True(failure.Diagnostics[0].Span is { Line: > 0, Column: > 0 }, $"cut at {length}: {failure.Message}");
        }
    }

    [Theory]
    [InlineData("\"size\": 900", "\"size\": -1", "'size' is not a whole number", "MIR2001")]
    [InlineData("\"size\": 900, ", "", "'size' is missing", "MIR2001")]
    [InlineData("\"target\": \"index:prod\"", "\"target\": \"/index\"", "is not 'repository:tag'", "MIR2001")]
    [InlineData("\"beta\": [\"foo.v0.2.0\", \"foo.v0.1.0\"]", "\"beta\": []", "has no entries", "MIR2001")]
    [InlineData("\"beta\": [\"foo.v0.2.0\", \"foo.v0.1.0\"]", "\"beta\": [\"foo.v0.2.0\"]", "no channel of 'foo' has the bundle 'foo.v0.1.0'", "MIR2001")]
    [InlineData("\"beta\": [\"foo.v0.2.0\", \"foo.v0.1.0\"]", "\"beta\": [\"foo.v0.2.0\", \"foo.v0.1.0\", \"foo.v0.3.0\"]", "there is no bundle", "MIR2001")]
    [InlineData("\"beta\": [\"foo.v0.2.0\", \"foo.v0.1.0\"]", "\"beta\": \"foo.v0.2.0\"", "is not a list", "MIR2001")]
    [InlineData("\"version\": \"0.1.0\",", "", "'version' is missing", "MIR2001")]
    [InlineData("\"version\": \"0.1.0\",", "\"version\": \"0.1.0\", \"extra\": 1,", "'extra' is not known here", "MIR2001")]
    [InlineData("\"requested\": \"\"", "\"requested\": \"minVersion \"", "is not a list of fields", "MIR2001")]
    [InlineData("[\"quay.io/shared/proxy:v1\", ", "[\"quay.io/shared/proxy\", ", "is not an image reference", "MIR2001")]
    [InlineData("\"requested\": \"registry.example.com/index:v1, ", "\"requested\": \", ", "does not start with an image reference", "MIR2001")]
    [InlineData("\"packages\": {", "\"pakages\": {", "'packages' is missing", "MIR2001")]
    public void Wrong_entry_is_refused(string old, string wrong, string problem, string code)
    {
        var text = Text.Replace(old, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Text, text);

        var failure = Assert.Throws<MirrorException>(() => Read(text));

        Assert.Equal(code, failure.Diagnostics[0].Code.Id);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Diagnostics[0].Span);
    }

    [Theory]
    [InlineData("bundle")]
    [InlineData("operator")]
    public void Tag_in_place_of_a_digest_is_refused(string name)
    {
        var failure = Assert.Throws<MirrorException>(() => Read(Text.Replace($"/{name}@{TestDigest.Of(name)}", $"/{name}:v1", StringComparison.Ordinal)));

        Assert.Equal("MIR2003", failure.Diagnostics[0].Code.Id);
    }

    [Fact]
    public void Lock_answers_the_entry_until_a_field_of_it_changes()
    {
        Assert.True(Sample.Answers(Entry));
        Assert.True(Sample.Answers(Entry with { Packages = [.. Entry.Packages.Reverse()] }));
        Assert.False(Sample.Answers(Entry with { TargetTag = null }));
        Assert.False(Sample.Answers(Entry with { Full = true }));
        Assert.False(Sample.Answers(Entry with { Packages = [] }));
        Assert.False(Sample.Answers(Entry with { Packages = [Entry.Packages[0]] }));
        Assert.False(Sample.Answers(Entry with { Packages = [.. Entry.Packages, new OperatorPackage { Name = "more" }] }));
        Assert.False(Sample.Answers(Entry with { Packages = [Entry.Packages[0], Entry.Packages[1] with { MaxVersion = VersionBound.Parse("2") }] }));
    }

    [Fact]
    public void Fields_that_were_asked_for_are_known_for_the_message()
    {
        Assert.Equal(Entry.Input.Text, Sample.RequestedFields);
    }

    [Fact]
    public void Images_wait_for_what_they_need()
    {
        var images = Sample.Images().ToList();

        var catalog = images.Single(image => image.Kind == ImageKind.OperatorCatalog);
        var bundle = images.Single(image => image.Kind == ImageKind.OperatorBundle);
        var proxies = images.Where(image => image.Origin.Repository == "shared/proxy").Select(image => image.Target).Distinct().ToList();
        Assert.Equal([new TargetName("shared/proxy", "v1"), new TargetName("shared/proxy", TargetName.DigestTag(TestDigest.Of("proxy")))], proxies);
        Assert.Equal(new TargetName("foo/bundle", TargetName.DigestTag(TestDigest.Of("bundle"))), bundle.Target);
        Assert.Equal([new TargetName("foo/operator", TargetName.DigestTag(TestDigest.Of("operator"))), .. proxies], bundle.Requires);
        // The bundle without an image of its own hands its needs to the catalog.
        Assert.Equal([.. proxies, bundle.Target], catalog.Requires);
        Assert.True(catalog.IsBuilt);
        Assert.Equal($"registry.example.com/index@{TestDigest.Of("derived")}", catalog.Source.ToString());
        Assert.Equal([new Platform("linux", "amd64")], bundle.Platforms);
        Assert.Empty(catalog.Platforms);
    }

    [Fact]
    public void Blocked_catalog_is_not_mirrored_but_its_images_are()
    {
        var blocked = Sample with { Blocked = [Entry.Catalog.ToString()] };

        Assert.DoesNotContain(blocked.Images(), image => image.Kind == ImageKind.OperatorCatalog);
        Assert.NotEmpty(blocked.Images());
    }
}
