using System.Text.Json.Nodes;
using Mirror.Engine.Options;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;
using Mirror.Testing;
using Mirror.Testing.Images;
using Mirror.Testing.Operators;
using static Mirror.EndToEnd.Tests.Operators.OperatorUpstream;

namespace Mirror.EndToEnd.Tests.Operators;

/// <summary>What Resolve makes of operator catalogs, and what stays in the lock when they move.</summary>
public sealed class OperatorLockTests : IAsyncLifetime
{
    private const string Key = $"operators/{CatalogName}:v1";

    private readonly MirrorWorkspace _workspace = new();
    private TestRegistry _source = null!;
    private OperatorUpstream _upstream = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private JsonNode Source => JsonNode.Parse(_workspace.LockText)!["sources"]!.AsObject().First(source => source.Key.StartsWith("operators/", StringComparison.Ordinal)).Value!;

    public async ValueTask InitializeAsync()
    {
        _source = await TestRegistry.StartAsync(Token);
        _upstream = new OperatorUpstream(_source);
        _workspace.Redirect(("quay.io", _source.Endpoint));
        await _upstream.PushSharedAsync();
        await _upstream.PushOperatorAsync("foo", "0.1.0", "0.2.0", "0.3.0");
        await _upstream.PushOperatorAsync("bar", "1.0.0", "1.1.0");
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _workspace.Dispose();
    }

    private void Configure(string packages, string rest = "") => _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n{rest}  packages:\n{packages}");

    private string[] Bundles(string package) => [.. Source["packages"]![package]!["bundles"]!.AsObject().Select(bundle => bundle.Key)];

    private Task<MirrorException> LockFailsAsync(LockMode mode = LockMode.Update, params string[] update) =>
        Assert.ThrowsAsync<MirrorException>(() => _workspace.LockAsync(Token, mode, update));

    [Fact]
    public async Task Lock_has_a_line_for_each_channel_and_image()
    {
        var catalog = await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0"));
        Configure("  - name: foo\n    minVersion: 0.1.0\n  - name: bar\n");

        await _workspace.LockAsync(Token);

        var size = IndexSize(catalog);
        var proxy = ImageBuilder.Simple("proxy");
        var source = Source;
        Assert.Equal(
            $$"""
                "{{Key}}": {
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
            _workspace.LockText[_workspace.LockText.IndexOf("    \"operators/", StringComparison.Ordinal)..]);

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
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        Configure("  - name: foo\n");
        await _workspace.LockAsync(Token);
        _source.ForgetRequests();

        await _workspace.LockAsync(Token);
        await _workspace.LockAsync(Token, LockMode.Locked);

        Assert.Empty(_source.Requests);
    }

    [Fact]
    public async Task Each_manifest_is_asked_for_once_however_many_bundles_name_it()
    {
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0", "0.3.0"), Operator("bar", "1.0.0", "1.1.0"));
        Configure("  - name: foo\n    minVersion: 0.1.0\n  - name: bar\n    minVersion: 1.0.0\n");
        _source.ForgetRequests();

        await _workspace.LockAsync(Token);

        var manifests = _source.Requests.Where(request => request.Path.Contains("/manifests/", StringComparison.Ordinal)).ToList();
        // The index by tag, its two images, five bundles, five operators and the shared image.
        Assert.Equal(14, manifests.Count);
        Assert.Equal(14, manifests.Select(request => request.Path).Distinct().Count());
    }

    [Fact]
    public async Task Update_of_one_operator_keeps_the_bundles_of_all_others()
    {
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        Configure("  - name: foo\n  - name: bar\n");
        await _workspace.LockAsync(Token);
        await _upstream.PushSharedAsync("a proxy that moved");
        var bar = Source["packages"]!["bar"]!.ToJsonString();
        var catalog = await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"));

        await _workspace.LockAsync(Token, LockMode.Update, "foo");

        Assert.Equal(["foo.v0.2.0"], Bundles("foo"));
        Assert.Equal(bar, Source["packages"]!["bar"]!.ToJsonString());
        Assert.Equal($"{CatalogName}@{catalog.Digest}", (string?)Source["resolved"]!["image"]);
    }

    [Fact]
    public async Task Tag_that_two_catalogs_name_stays_one_image_when_one_of_them_moves()
    {
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        await _upstream.PushCatalogAsync("v2", Operator("bar", "1.0.0"));
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n- catalog: {CatalogName}:v2\n");
        await _workspace.LockAsync(Token);
        await _upstream.PushSharedAsync("a proxy that moved");
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"));

        await _workspace.LockAsync(Token, LockMode.Update, "foo");

        Assert.Equal(["foo.v0.2.0"], Bundles("foo"));
        Assert.Contains(ImageBuilder.Simple("proxy").Digest.ToString(), _workspace.LockText, StringComparison.Ordinal);
        Assert.DoesNotContain(ImageBuilder.Simple("a proxy that moved").Digest.ToString(), _workspace.LockText, StringComparison.Ordinal);
        await _workspace.LockAsync(Token, LockMode.Refresh);
        Assert.DoesNotContain(ImageBuilder.Simple("proxy").Digest.ToString(), _workspace.LockText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_of_a_catalog_moves_all_its_operators()
    {
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        Configure("  - name: foo\n  - name: bar\n");
        await _workspace.LockAsync(Token);
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"));

        await _workspace.LockAsync(Token, LockMode.Update, CatalogName);

        Assert.Equal(["foo.v0.2.0"], Bundles("foo"));
        Assert.Equal(["bar.v1.1.0"], Bundles("bar"));
    }

    [Fact]
    public async Task Operator_that_the_newer_catalog_lost_does_not_move_silently()
    {
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        Configure("  - name: foo\n  - name: bar\n");
        await _workspace.LockAsync(Token);
        var before = _workspace.LockText;
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.1.0"));

        var failure = await LockFailsAsync(LockMode.Update, "foo");

        Assert.Equal("MIR2433", failure.Diagnostics[0].Code.Id);
        Assert.Contains("'bar.v1.0.0' in the channel 'stable'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--update bar", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, _workspace.LockText);
        await _workspace.LockAsync(Token, LockMode.Update, "foo", "bar");
        Assert.Equal(["bar.v1.1.0"], Bundles("bar"));
    }

    [Fact]
    public async Task Bundle_that_needs_other_images_under_its_old_name_is_not_kept_silently()
    {
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        Configure("  - name: foo\n  - name: bar\n");
        await _workspace.LockAsync(Token);
        var (path, text) = Operator("bar", "1.0.0");
        var changed = text.Replace(NameOf("bar", "operator", "1.0.0"), NameOf("bar", "operator", "1.1.0"), StringComparison.Ordinal);
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), (path, changed));

        var failure = await LockFailsAsync(LockMode.Update, "foo");

        Assert.Equal("MIR2433", failure.Diagnostics[0].Code.Id);
        Assert.Contains(NameOf("bar", "operator", "1.1.0"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edited_operator_is_looked_up_in_the_catalog_of_now_and_others_stay()
    {
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        Configure("  - name: foo\n  - name: bar\n");
        await _workspace.LockAsync(Token);
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"));
        Configure("  - name: foo\n    minVersion: 0.1.0\n  - name: bar\n");

        await _workspace.LockAsync(Token);

        Assert.Equal(["foo.v0.1.0", "foo.v0.2.0"], Bundles("foo"));
        Assert.Equal(["bar.v1.0.0"], Bundles("bar"));
        await _workspace.LockAsync(Token, LockMode.Locked);
    }

    [Fact]
    public async Task Other_target_of_a_catalog_keeps_its_digest()
    {
        var old = await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        Configure("  - name: foo\n");
        await _workspace.LockAsync(Token);
        var derived = (string?)Source["derived"]!["catalog"];
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"));
        Configure("  - name: foo\n", "  targetTag: prod\n");

        await _workspace.LockAsync(Token);

        Assert.Equal($"{CatalogName}@{old.Digest}", (string?)Source["resolved"]!["image"]);
        Assert.Equal(derived, (string?)Source["derived"]!["catalog"]);
        Assert.Equal("catalogs/index:prod", (string?)Source["derived"]!["target"]);
    }

    [Fact]
    public async Task Whole_catalog_moves_one_operator_and_takes_no_new_ones()
    {
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"), Operator("bar", "1.0.0"));
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n");
        await _workspace.LockAsync(Token);
        await _upstream.PushOperatorAsync("new", "1.0.0");
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0", "1.1.0"), Operator("new", "1.0.0"));

        await _workspace.LockAsync(Token, LockMode.Update, "foo");

        Assert.Equal(["foo.v0.2.0"], Bundles("foo"));
        Assert.Equal(["bar.v1.0.0"], Bundles("bar"));
        Assert.Equal(["bar", "foo"], Source["packages"]!.AsObject().Select(package => package.Key));
        await _workspace.LockAsync(Token, LockMode.Refresh);
        Assert.Equal(["bar", "foo", "new"], Source["packages"]!.AsObject().Select(package => package.Key));
    }

    [Fact]
    public async Task Stale_lock_names_the_field_of_the_operator()
    {
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"), Operator("bar", "1.0.0"));
        Configure("  - name: foo\n    maxVersion: 0.1.0\n  - name: bar\n");
        await _workspace.LockAsync(Token);
        Configure("  - name: foo\n    maxVersion: 0.2.0\n  - name: bar\n");

        var failure = await LockFailsAsync(LockMode.Locked);

        Assert.Equal("MIR2006", failure.Diagnostics[0].Code.Id);
        Assert.Contains("packages[foo].maxVersion 0.1.0 -> 0.2.0", failure.Message, StringComparison.Ordinal);
        Assert.Equal("mirror/imageset.yaml(8,19)", failure.Diagnostics[0].Span!.ToString());
    }

    [Fact]
    public async Task Unmodified_catalog_keeps_its_image()
    {
        var catalog = await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0", "0.2.0"));
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n  full: true\n");

        await _workspace.LockAsync(Token);

        Assert.Equal("""{"target":"catalogs/index:v1"}""", Source["derived"]!.ToJsonString());
        Assert.Equal($"{CatalogName}@{catalog.Digest}", (string?)Source["resolved"]!["image"]);
        Assert.Equal(["foo.v0.1.0", "foo.v0.2.0"], Bundles("foo"));
        Assert.Equal("MIR2436", (await LockFailsAsync(LockMode.Update, "foo")).Diagnostics[0].Code.Id);
    }

    [Fact]
    public async Task Catalog_by_digest_is_called_by_the_digest_that_is_published()
    {
        var catalog = await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}@{catalog.Digest}\n");

        await _workspace.LockAsync(Token);

        Assert.Equal($"catalogs/index:sha256-{Digest.Parse((string)Source["derived"]!["catalog"]!).Hex}", (string?)Source["derived"]!["target"]);
    }

    [Fact]
    public async Task Catalog_in_a_layout_is_read_and_named_after_its_folder()
    {
        var catalog = CatalogImages.Index([Operator("foo", "0.1.0")], ImageFormat.Docker, isGzip: false, "amd64", "s390x");
        LayoutFolder.Write(_workspace.Folder.Combine("mirror", "catalogs", "my-index"), (null, catalog));
        _workspace.ConfigureMirror("operators:\n- catalog: oci://catalogs/my-index\n");

        await _workspace.LockAsync(Token);

        Assert.Equal($"oci://catalogs/my-index@{catalog.Digest}", (string?)Source["resolved"]!["image"]);
        Assert.Equal("my-index:latest", (string?)Source["derived"]!["target"]);
        Assert.Equal(["foo.v0.1.0"], Bundles("foo"));
    }

    [Fact]
    public async Task Platforms_choose_the_instances_of_catalog_and_images()
    {
        var multi = IndexBuilder.Simple("multi", ImageFormat.Oci, "amd64", "arm64");
        await _upstream.PushAsync("multi/operator", null, multi);
        await _upstream.PushCatalogAsync("v1", ("foo/catalog.yaml",
            FbcText.Package("foo", "stable") + FbcText.Channel("foo", "stable", "0.1.0")
            + FbcText.Bundle("foo", "0.1.0", "0.1.0", NameOf("foo", "bundle", "0.1.0"), [$"quay.io/multi/operator@{multi.Digest}"])));
        Configure("  - name: foo\n", "  platforms:\n  - {os: linux, architecture: arm64}\n  - {os: linux, architecture: amd64}\n");
        await _workspace.LockAsync(Token);
        var both = (long)Source["packages"]!["foo"]!["bundles"]!["foo.v0.1.0"]!["related"]!.AsObject().Single().Value!["size"]!;
        var bothCatalogs = (long)Source["derived"]!["size"]!;

        Configure("  - name: foo\n", "  platforms:\n  - {os: linux, architecture: arm64}\n");
        await _workspace.LockAsync(Token);

        Assert.Equal("""["linux/arm64"]""", Source["platforms"]!.ToJsonString());
        var image = Source["packages"]!["foo"]!["bundles"]!["foo.v0.1.0"]!["related"]!.AsObject().Single().Value!["size"]!;
        Assert.InRange((long)image, 1, both - 1);
        Assert.InRange((long)Source["derived"]!["size"]!, 1, bothCatalogs - 1);
    }

    [Fact]
    public async Task Blocked_images_are_left_out_and_listed()
    {
        await _upstream.PushCatalogAsync("v1", Operator("foo", "0.1.0"));
        Configure("  - name: foo\n");
        await _workspace.LockAsync(Token);
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n  packages:\n  - name: foo\nblockedImages:\n- name: quay.io/shared/\n- name: foo/bundle\n");

        await _workspace.LockAsync(Token);

        Assert.Equal(
            new[] { NameOf("foo", "bundle", "0.1.0"), "quay.io/shared/proxy:v1" },
            Source["blocked"]!.AsArray().Select(reference => (string?)reference));
        Assert.Null(Source["packages"]!["foo"]!["bundles"]!["foo.v0.1.0"]!["bundle"]);
        Assert.Equal(NameOf("foo", "operator", "0.1.0"), Source["packages"]!["foo"]!["bundles"]!["foo.v0.1.0"]!["related"]!.AsObject().Single().Key);
        await _workspace.LockAsync(Token, LockMode.Locked);
    }

    [Fact]
    public async Task Image_that_its_source_lacks_is_locked_by_its_digest_with_a_warning()
    {
        await _upstream.PushCatalogAsync("v1", Operator("gone", "1.0.0"));
        Configure("  - name: gone\n");

        await _workspace.LockAsync(Token);

        Assert.Equal(["MIR2905", "MIR2905"], _workspace.Warnings.Select(warning => warning.Code.Id));
        Assert.Contains(_workspace.Warnings, warning => warning.Message.Contains($"'{NameOf("gone", "operator", "1.0.0")}' (operator 'gone', bundle 'gone.v1.0.0')", StringComparison.Ordinal));
        Assert.Equal(0, (int)Source["packages"]!["gone"]!["bundles"]!["gone.v1.0.0"]!["bundle"]!["size"]!);
    }

    [Fact]
    public async Task Image_by_a_tag_that_its_source_lacks_cannot_be_locked()
    {
        await _upstream.PushCatalogAsync("v1", ("foo/catalog.yaml",
            FbcText.Package("foo", "stable") + FbcText.Channel("foo", "stable", "0.1.0")
            + FbcText.Bundle("foo", "0.1.0", "0.1.0", NameOf("foo", "bundle", "0.1.0"), ["quay.io/nowhere/image:v9"])));
        Configure("  - name: foo\n");

        var failure = await LockFailsAsync();

        var diagnostic = Assert.Single(failure.Diagnostics);
        Assert.Equal("MIR2432", diagnostic.Code.Id);
        Assert.Contains("'quay.io/nowhere/image:v9' (operator 'foo', bundle 'foo.v0.1.0')", diagnostic.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Source, failure.ExitCode);
    }

    [Fact]
    public async Task Range_that_cuts_a_graph_badly_names_the_line_and_the_bound()
    {
        await _upstream.PushCatalogAsync("v1", ("foo/catalog.yaml",
            FbcText.Package("foo", "stable") + FbcText.Channel("foo", "stable", "0.1.0", "0.2.0", "0.3.0 replaces 0.1.0 skips 0.2.0")
            + string.Concat(((string[])["0.1.0", "0.2.0", "0.3.0"]).Select(version => FbcText.Bundle("foo", version, version, NameOf("foo", "bundle", version), [])))));
        Configure("  - name: foo\n    minVersion: 0.4.0\n");

        var failure = await LockFailsAsync();

        Assert.Equal("MIR2415", failure.Diagnostics[0].Code.Id);
        Assert.Equal("mirror/imageset.yaml(8,19)", failure.Diagnostics[0].Span!.ToString());
        Assert.Contains("'>=0.4.0'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Configuration, failure.ExitCode);
    }

    [Fact]
    public async Task Dependencies_are_told_and_with_strict_dependencies_an_error()
    {
        string[] needs = ["{type: olm.package.required, value: {packageName: bar, versionRange: '>=1.0.0'}}"];
        await _upstream.PushCatalogAsync("v1", Operator("foo", needs, ["0.1.0"]), Operator("bar", "1.0.0"));
        Configure("  - name: foo\n");

        await _workspace.LockAsync(Token);
        using var strict = _workspace.NewEngine(_workspace.Options(null) with { LockMode = LockMode.Refresh, StrictDependencies = true });
        var failure = await Assert.ThrowsAsync<MirrorException>(() => strict.ResolveAsync(Token));

        var warning = Assert.Single(_workspace.Warnings);
        Assert.Equal("MIR2903", warning.Code.Id);
        Assert.Contains("Add the package 'bar' of the catalog", warning.Message, StringComparison.Ordinal);
        Assert.Equal("MIR2431", failure.Diagnostics[0].Code.Id);
        Assert.Equal("mirror/imageset.yaml(7,13)", failure.Diagnostics[0].Span!.ToString());
    }

    [Fact]
    public async Task Dependency_in_another_catalog_that_is_locked_is_met()
    {
        string[] needs = ["{type: olm.gvk.required, value: {group: g, version: v1, kind: Thing}}"];
        string[] gives = ["{type: olm.gvk, value: {group: g, version: v1, kind: Thing}}"];
        await _upstream.PushCatalogAsync("v1", Operator("foo", needs, ["0.1.0"]));
        await _upstream.PushCatalogAsync("v2", Operator("bar", gives, ["1.0.0"]));
        var both = $"operators:\n- catalog: {CatalogName}:v1\n- catalog: {CatalogName}:v2\n";
        _workspace.ConfigureMirror(both);
        await _workspace.LockAsync(Token);

        await _workspace.LockAsync(Token, LockMode.Update, $"operators/{CatalogName}:v1");

        Assert.Empty(_workspace.Warnings);
        _workspace.ConfigureMirror($"operators:\n- catalog: {CatalogName}:v1\n");
        await _workspace.LockAsync(Token, LockMode.Refresh);
        Assert.Equal("MIR2904", Assert.Single(_workspace.Warnings).Code.Id);
    }
}
