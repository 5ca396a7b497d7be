using Mirror.Engine.Options;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing.Images;
using Mirror.Testing.Operators;
using static Mirror.EndToEnd.Tests.Operators.OperatorUpstream;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>What Resolve makes of operator catalogs.</summary>
public sealed class OperatorLockTests : OperatorWorldTests
{
    [Fact]
    public async Task Lock_has_a_line_for_each_channel_and_image()
    {
        var catalog = await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0"));
        World.Configure("  - name: foo\n    minVersion: 0.1.0\n  - name: bar\n");

        await Workspace.LockAsync(Token);

        var size = IndexSize(catalog);
        var proxy = ImageBuilder.Simple("proxy");
        var source = World.Locked;
        Assert.Equal(
            $$"""
                "operators/{{CatalogName}}:v1": {
                  "inputHash": "{{source["inputHash"]}}",
                  "requested": "quay.io/catalogs/index:v1",
                  "resolved": {"image": "quay.io/catalogs/index@{{catalog.Digest}}", "size": {{size}}},
                  "derived": {"catalog": "{{source["derived"]!["catalog"]}}", "size": {{source["derived"]!["size"]}}, "target": "catalogs/index:v1"},
                  "packages": {
                    "bar": {
                      "requested": "",
                      "channels": {
                        "stable": ["bar.v1.0.0"]
                      },
                      "bundles": {
                        "bar.v1.0.0": {
                          "version": "1.0.0",
                          "bundle": {{Leaf("bar", "bundle", "1.0.0")}},
                          "related": {
                            {{Related("bar", "operator", "1.0.0")}},
                            "quay.io/shared/proxy@{{proxy.Digest}}": {"requested": ["quay.io/shared/proxy:v1"], "size": {{IndexSize(proxy)}}}
                          }
                        }
                      }
                    },
                    "foo": {
                      "requested": "minVersion 0.1.0",
                      "channels": {
                        "stable": ["foo.v0.2.0", "foo.v0.1.0"]
                      },
                      "bundles": {
                        "foo.v0.1.0": {
                          "version": "0.1.0",
                          "bundle": {{Leaf("foo", "bundle", "0.1.0")}},
                          "related": {
                            {{Related("foo", "operator", "0.1.0")}},
                            "quay.io/shared/proxy@{{proxy.Digest}}": {"requested": ["quay.io/shared/proxy:v1"], "size": {{IndexSize(proxy)}}}
                          }
                        },
                        "foo.v0.2.0": {
                          "version": "0.2.0",
                          "bundle": {{Leaf("foo", "bundle", "0.2.0")}},
                          "related": {
                            {{Related("foo", "operator", "0.2.0")}},
                            "quay.io/shared/proxy@{{proxy.Digest}}": {"requested": ["quay.io/shared/proxy:v1"], "size": {{IndexSize(proxy)}}}
                          }
                        }
                      }
                    }
                  }
                }
              }
            }

            """.ReplaceLineEndings("\n"),
            Workspace.LockText[Workspace.LockText.IndexOf("    \"operators/", StringComparison.Ordinal)..]);

        static string Leaf(string package, string repository, string version) =>
            $$"""{"image": "{{NameOf(package, repository, version)}}", "size": {{IndexSize(ImageOf(package, repository, version))}}}""";

        static string Related(string package, string repository, string version) =>
            $$"""
            "{{NameOf(package, repository, version)}}": {"size": {{IndexSize(ImageOf(package, repository, version))}}}
            """;
    }

    private static long IndexSize(ImageContent image) => image.AllManifests().Sum(manifest => manifest.Descriptor.Size) + image.AllBlobs().Sum(blob => blob.Descriptor.Size);

    [Fact]
    public async Task Resolving_again_asks_nobody()
    {
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        World.Configure("  - name: foo\n");
        await Workspace.LockAsync(Token);
        World.Registry.ForgetRequests();

        await Workspace.LockAsync(Token);
        await Workspace.LockAsync(Token, LockMode.Locked);

        Assert.Empty(World.Registry.Requests);
    }

    [Fact]
    public async Task Each_manifest_is_asked_for_once_however_many_bundles_name_it()
    {
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0", "0.3.0"), Operator("bar", "1.0.0", "1.1.0"));
        World.Configure("  - name: foo\n    minVersion: 0.1.0\n  - name: bar\n    minVersion: 1.0.0\n");
        World.Registry.ForgetRequests();

        await Workspace.LockAsync(Token);

        var manifests = World.Registry.Requests.Where(request => request.Path.Contains("/manifests/", StringComparison.Ordinal)).ToList();
        // The index by tag, its two images, five bundles, five operators and the shared image.
        Assert.Equal(14, manifests.Count);
        Assert.Equal(14, manifests.Select(request => request.Path).Distinct().Count());
    }

    [Fact]
    public async Task Unmodified_catalog_keeps_its_image()
    {
        var catalog = await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"));
        Workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n  full: true\n");

        await Workspace.LockAsync(Token);

        Assert.Equal("""{"target":"catalogs/index:v1"}""", World.Locked["derived"]!.ToJsonString());
        Assert.Equal($"{CatalogName}@{catalog.Digest}", (string?)World.Locked["resolved"]!["image"]);
        Assert.Equal(["foo.v0.1.0", "foo.v0.2.0"], World.Bundles("foo"));
        Assert.Equal("MIR2436", (await World.LockFailsAsync(LockMode.Update, "foo")).Diagnostics[0].Code.Id);
    }

    [Fact]
    public async Task Catalog_by_digest_is_called_by_the_digest_that_is_published()
    {
        var catalog = await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        Workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}@{catalog.Digest}\n");

        await Workspace.LockAsync(Token);

        Assert.Equal($"catalogs/index:sha256-{Digest.Parse((string)World.Locked["derived"]!["catalog"]!).Hex}", (string?)World.Locked["derived"]!["target"]);
    }

    [Fact]
    public async Task Catalog_in_a_layout_is_read_and_named_after_its_folder()
    {
        var catalog = CatalogImages.Index([Operator("foo", "0.1.0")], ImageFormat.Docker, isGzip: false, "amd64", "s390x");
        LayoutFolder.Write(Workspace.Folder.Combine("mirror", "catalogs", "my-index"), (null, catalog));
        Workspace.ConfigureMirror("operators:\n- catalog: oci://catalogs/my-index\n");

        await Workspace.LockAsync(Token);

        Assert.Equal($"oci://catalogs/my-index@{catalog.Digest}", (string?)World.Locked["resolved"]!["image"]);
        Assert.Equal("my-index:latest", (string?)World.Locked["derived"]!["target"]);
        Assert.Equal(["foo.v0.1.0"], World.Bundles("foo"));
    }

    [Fact]
    public async Task Platforms_choose_the_instances_of_catalog_and_images()
    {
        var multi = IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64");
        await World.Upstream.PushAsync("multi/operator", null, multi);
        await World.Upstream.PushCatalogAsync("v1", ("foo/catalog.yaml",
            FbcText.Package("foo", "stable") + FbcText.Channel("foo", "stable", "0.1.0")
            + FbcText.Bundle("foo", "0.1.0", "0.1.0", NameOf("foo", "bundle", "0.1.0"), [$"quay.io/multi/operator@{multi.Digest}"])));
        World.Configure("  - name: foo\n", "  platforms:\n  - {os: linux, architecture: arm64}\n  - {os: linux, architecture: amd64}\n");
        await Workspace.LockAsync(Token);
        var both = (long)World.Locked["packages"]!["foo"]!["bundles"]!["foo.v0.1.0"]!["related"]!.AsObject().Single().Value!["size"]!;
        var bothCatalogs = (long)World.Locked["derived"]!["size"]!;

        World.Configure("  - name: foo\n", "  platforms:\n  - {os: linux, architecture: arm64}\n");
        await Workspace.LockAsync(Token);

        Assert.Equal("""["linux/arm64"]""", World.Locked["platforms"]!.ToJsonString());
        var image = World.Locked["packages"]!["foo"]!["bundles"]!["foo.v0.1.0"]!["related"]!.AsObject().Single().Value!["size"]!;
        Assert.InRange((long)image, 1, both - 1);
        Assert.InRange((long)World.Locked["derived"]!["size"]!, 1, bothCatalogs - 1);
    }

    [Fact]
    public async Task Blocked_images_are_left_out_and_listed()
    {
        await World.Upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        World.Configure("  - name: foo\n");
        await Workspace.LockAsync(Token);
        Workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n  packages:\n  - name: foo\nblockedImages:\n- name: quay.io/shared/\n- name: foo/bundle\n");

        await Workspace.LockAsync(Token);

        Assert.Equal(
            new[] { NameOf("foo", "bundle", "0.1.0"), "quay.io/shared/proxy:v1" },
            World.Locked["blocked"]!.AsArray().Select(reference => (string?)reference));
        Assert.Null(World.Locked["packages"]!["foo"]!["bundles"]!["foo.v0.1.0"]!["bundle"]);
        Assert.Equal(NameOf("foo", "operator", "0.1.0"), World.Locked["packages"]!["foo"]!["bundles"]!["foo.v0.1.0"]!["related"]!.AsObject().Single().Key);
        await Workspace.LockAsync(Token, LockMode.Locked);
    }
}
