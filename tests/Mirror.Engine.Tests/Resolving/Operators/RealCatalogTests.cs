using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mirror.Engine.Resolving.Operators;
using Mirror.Engine.Resolving.Operators.Dependencies;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Engine.Resolving.Operators.Writing;
using Mirror.Model.Diagnostics;
using Mirror.Testing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using static Mirror.Engine.Tests.Resolving.Operators.Selection;

namespace Mirror.Engine.Tests.Resolving.Operators;

/// <summary>The catalogs of <c>data/fbc</c> as wholes; <see cref="CatalogManifestTests"/> looks at each file.</summary>
public sealed class RealCatalogTests
{
    private const string Index = "community-operator-index-v4.18";
    private const string Hairy = "hairy/community";
    private const string Doubled = "oc-mirror-family/oc-mirror/v1/pkg/operator/diff/testdata/index-declcfgs";
    private const string Submariner = "redhat/submariner-operator-multifile";

    /// <summary>Every catalog of the data: a folder, or a file of its own.</summary>
    public static TheoryData<string> Roots =>
    [
        Index,
        Hairy + "/v4.12",
        Hairy + "/v4.16",
        Hairy + "/v4.19",
        Hairy + "/v4.20",
        Hairy + "/v4.21",
        Hairy + "/v4.22",
        Submariner + "/catalog-4-16",
        Submariner + "/catalog-4-20",
        Submariner + "/catalog-4-21",
        "oc-mirror-family/catalog-filter/community-catalog",
        "oc-mirror-family/catalog-filter/declarative_configs",
        "oc-mirror-family/oc-mirror/tests/unit/testdata/working-dir-fake",
        "oc-mirror-family/oc-mirror/v1/pkg/cli/mirror/testdata/single",
        "oc-mirror-family/oc-mirror/v1/pkg/operator/diff/internal/testdata/index.json",
        "oc-mirror-family/oc-mirror/v1/pkg/operator/diff/testdata/list-index",
        "oc-mirror-family/oc-mirror/v1/pkg/operator/diff/testdata/index-declcfgs/latest",
        "oc-mirror-family/oc-mirror/v1/pkg/operator/diff/testdata/index-declcfgs/old",
        "oc-mirror-family/oc-mirror/v1/test/e2e/artifacts/configs",
        "redhat/mtv-operator/v4.14/catalog",
        "redhat/mtv-operator/v4.17/catalog",
        "redhat/mtv-operator/v4.18/catalog",
        "redhat/mtv-operator/v4.19/catalog",
        "redhat/mtv-operator/v4.20/catalog",
        "redhat/mtv-operator/v4.21/catalog",
        "redhat/mtv-operator/v4.22/catalog",
        "redhat/mtv-operator/v4.23/catalog",
        "redhat/mtv-operator/v5.0/catalog",
        "redhat/mtv-operator/v4.15/catalog-template.json",
        "redhat/cluster-kube-descheduler-operator/v4.12/catalog",
        "redhat/cluster-kube-descheduler-operator/v4.13/catalog",
        "redhat/cluster-kube-descheduler-operator/v4.14/catalog",
        "redhat/cluster-kube-descheduler-operator/v4.15/catalog",
        "redhat/cluster-kube-descheduler-operator/v4.17/catalog",
        "redhat/cluster-kube-descheduler-operator/v4.21/catalog",
        "redhat/cluster-kube-descheduler-operator/v4.22/catalog",
        "redhat/cluster-kube-descheduler-operator/v4.12/catalog-template.yaml",
        "redhat/cluster-kube-descheduler-operator/v4.16/catalog",
        "redhat/cluster-kube-descheduler-operator/v4.19/catalog",
        "redhat/cluster-kube-descheduler-operator/v4.20/catalog",
        "redhat/cluster-kube-descheduler-operator/v4.13/catalog-template.yaml",
        "redhat/cluster-kube-descheduler-operator/v4.14/catalog-template.yaml",
        "redhat/cluster-kube-descheduler-operator/v4.15/catalog-template.yaml",
        "redhat/cluster-kube-descheduler-operator/v4.17/catalog-template.yaml",
        "redhat/cluster-kube-descheduler-operator/v4.19/catalog-template.yaml",
        "redhat/cluster-kube-descheduler-operator/v4.20/catalog-template.yaml",
        "redhat/cluster-kube-descheduler-operator/v4.21/catalog-template.yaml",
        "redhat/cluster-kube-descheduler-operator/v4.22/catalog-template.yaml",
        "redhat/mtv-operator/v4.16/catalog-template.json",
        "redhat/mtv-operator/v4.17/catalog-template.json",
        "redhat/mtv-operator/v4.18/catalog-template.json",
        "redhat/mtv-operator/v4.19/catalog-template.json",
        "redhat/mtv-operator/v4.20/catalog-template.json",
        "redhat/mtv-operator/v4.21/catalog-template.json",
        "redhat/mtv-operator/v4.22/catalog-template.json",
        "redhat/mtv-operator/v4.23/catalog-template.json",
        "redhat/mtv-operator/v5.0/catalog-template.json",
        "oc-mirror-family/oc-mirror/v1/pkg/operator/diff/testdata/index-declcfgs/exp-latest",
        "oc-mirror-family/oc-mirror/v1/pkg/operator/diff/testdata/foo-index-v0.2.0-declcfg",
        "oc-mirror-family/oc-mirror/tests/unit/testdata/test-operator-catalog.json",
        Submariner + "/catalog-template.yaml",
    ];

    [Theory]
    [MemberData(nameof(Roots))]
    public async Task A_full_filter_keeps_every_key_of_every_blob(string path)
    {
        using var catalog = await TestCatalog.ReadDataAsync(path);
        var filtered = TestCatalog.Filter(catalog, All(full: true)).Catalog;

        var written = new List<JsonNode>();
        foreach (var file in FbcWriter.Write(filtered))
        {
            written.AddRange(await ReadJsonAsync(file.Open()));
        }

        var left = written.ToLookup(Key).ToDictionary(blobs => blobs.Key, blobs => blobs.ToList());
        var count = 0;
        await foreach (var (key, isEqual) in ExpectedAsync(path))
        {
            count++;
            var match = left.GetValueOrDefault(key)?.FirstOrDefault(isEqual);
            Assert.True(match is not null, $"'{key}' is not in the output as it was.");
            left[key].Remove(match);
        }

        Assert.Equal(written.Count, count);
    }

    [Fact]
    public void Every_file_of_the_data_is_in_one_of_them_or_tested_for_its_oddity()
    {
        string[] odd = ["MANIFEST.json", "SOURCE.md", $"{Submariner}/drop-versions.json", "deprecations-sample/redhat-operator-index/4.15/example-mypackage/", $"{Doubled}/exp-"];
        var root = TestData.PathOf("fbc");

        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file).Replace('\\', '/').Replace(".gz", "", StringComparison.Ordinal));

        var roots = Roots.Select(row => row.Data).ToList();
        Assert.DoesNotContain(files, file =>
            !roots.Any(catalog => file == catalog || file.StartsWith($"{catalog}/", StringComparison.Ordinal)) && !odd.Any(other => file.StartsWith(other, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("exp-headsonly")]
    [InlineData("exp-include-channel")]
    public async Task A_key_that_stands_twice_is_read_as_opm_reads_it(string catalogName)
    {
        using var catalog = await TestCatalog.ReadDataAsync($"{Doubled}/{catalogName}");

        var (filtered, _) = TestCatalog.Filter(catalog, All(full: true));

        Assert.Contains(
            SelectedOperators.Of(filtered, null).Bundles.SelectMany(bundle => bundle.Properties.Required),
            requirement => requirement is { Package: "bar", Range: "<0.2.0" });
    }

    [Fact]
    public async Task A_default_channel_that_does_not_exist_is_reported()
    {
        using var catalog = await TestCatalog.ReadDataAsync("redhat/mtv-operator/v5.0/catalog");

        var (_, diagnostics) = TestCatalog.Filter(catalog, All());

        Assert.Equal(["MIR2404"], diagnostics.Select(diagnostic => diagnostic.Code.Id));
    }

    [Fact]
    public async Task A_package_without_channels_beside_others_is_reported_by_name()
    {
        var files = TestCatalog.DataFiles("redhat/mtv-operator/v5.0/catalog").Concat(TestCatalog.DataFiles($"{Index}/kepler-operator"));
        using var catalog = await TestCatalog.ReadAsync(files);

        var (_, diagnostics) = TestCatalog.Filter(catalog, All());

        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal("MIR2426", diagnostic.Code.Id);
        Assert.Contains("'mtv-operator'", diagnostic.Message, StringComparison.Ordinal);
        Assert.Contains("'release-v5.0'", diagnostic.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_over_many_files_is_one_package()
    {
        using var catalog = await TestCatalog.ReadDataAsync($"{Submariner}/catalog-4-16", "submariner");

        var outcome = TestCatalog.Outcome(catalog, Of(Package("submariner", defaultChannel: "stable-0.17", channels: Channel("stable-0.17", "0.17.2", "0.17.4"))));

        Assert.Equal("submariner/stable-0.17: 0.17.2 0.17.2-0.1725901206.p 0.17.4", outcome);
    }

    [Fact]
    public async Task The_order_of_the_files_does_not_matter()
    {
        using var forwards = await TestCatalog.ReadAsync(TestCatalog.DataFiles($"{Submariner}/catalog-4-21"));
        using var backwards = await TestCatalog.ReadAsync(TestCatalog.DataFiles($"{Submariner}/catalog-4-21").Reverse());

        var outputs = new[] { forwards, backwards }.Select(catalog => Bytes(FbcWriter.Write(TestCatalog.Filter(catalog, All(full: true)).Catalog).Single())).ToList();

        Assert.Equal(outputs[0], outputs[1]);
    }

    [Fact]
    public async Task Thousands_of_skips_in_a_package_are_filtered_by_version()
    {
        using var catalog = await TestCatalog.ReadDataAsync("oc-mirror-family/catalog-filter/community-catalog");
        var package = Assert.Single(catalog.Packages);

        var (filtered, diagnostics) = TestCatalog.Filter(catalog, Full(Package(package.Name)));

        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Code.Severity == Severity.Error);
        Assert.Equal(93, filtered.Bundles.Count());
        Assert.Equal(31_503, package.Channels.Sum(channel => channel.Entries.Sum(entry => entry.Skips.Count)));
    }

    [Fact]
    public async Task A_file_that_indexignore_names_is_not_read()
    {
        using var catalog = await TestCatalog.ReadDataAsync("deprecations-sample/redhat-operator-index/4.15");

        Assert.Empty(catalog.Packages);
    }

    [Fact]
    public async Task A_file_without_schema_is_reported_with_file_and_line()
    {
        var thrown = await Assert.ThrowsAsync<MirrorException>(() => TestCatalog.ReadDataAsync($"{Submariner}/drop-versions.json"));

        var diagnostic = Assert.Single(thrown.Diagnostics);
        Assert.Equal("MIR2401", diagnostic.Code.Id);
        Assert.Equal(SourceSpan.At("drop-versions.json", 1, 1), diagnostic.Span);
        Assert.Contains("'schema'", diagnostic.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Index)]
    [InlineData("redhat/cluster-kube-descheduler-operator/v4.12/catalog")]
    [InlineData("redhat/mtv-operator/v4.14/catalog")]
    [InlineData(Hairy + "/v4.20")]
    [InlineData(Hairy + "/v4.22")]
    [InlineData("oc-mirror-family/catalog-filter/community-catalog")]
    public async Task Heads_of_real_catalogs_pass_the_proof(string path)
    {
        using var catalog = await TestCatalog.ReadDataAsync(path);

        var (filtered, diagnostics) = TestCatalog.Filter(catalog, All());

        Assert.Empty(diagnostics);
        Assert.Equal(catalog.Packages.Count, filtered.Packages.Count);
    }

    [Fact]
    public async Task Related_images_of_a_real_catalog_are_all_references()
    {
        using var catalog = await TestCatalog.ReadDataAsync($"{Index}/dell-csm-operator");
        var filtered = TestCatalog.Filter(catalog, Full(Package("dell-csm-operator"))).Catalog;
        var diagnostics = new DiagnosticBag();

        var images = BundleImages.Of(filtered, diagnostics);

        Assert.Empty(diagnostics);
        Assert.Equal(13, images.Count);
        Assert.All(images, bundle => Assert.NotEmpty(bundle.Related));
    }

    private static byte[] Bytes(FbcFile file)
    {
        using var memory = new MemoryStream();
        using var stream = file.Open();
        stream.CopyTo(memory);
        Assert.Equal(file.Size, memory.Length);
        return memory.ToArray();
    }

    private static string Key(JsonNode blob) => $"{blob["schema"]}|{blob["package"]}|{blob["name"]}";

    private static async Task<List<JsonNode>> ReadJsonAsync(Stream stream)
    {
        await using (stream)
        {
            var blobs = new List<JsonNode>();
            await foreach (var node in JsonSerializer.DeserializeAsyncEnumerable<JsonNode>(stream, topLevelValues: true, cancellationToken: TestContext.Current.CancellationToken))
            {
                blobs.Add(node!);
            }

            return blobs;
        }
    }

    /// <summary>The blobs of the source, read by others than the code under test.</summary>
    private static async IAsyncEnumerable<(string Key, Func<JsonNode, bool> IsEqual)> ExpectedAsync(string path)
    {
        foreach (var (file, open) in TestCatalog.DataFiles(path))
        {
            if (file.EndsWith(".json", StringComparison.Ordinal))
            {
                foreach (var blob in await ReadJsonAsync(open()))
                {
                    yield return (Key(blob), other => JsonNode.DeepEquals(blob, other));
                }

                continue;
            }

            using var reader = new StreamReader(open());
            var yaml = new YamlStream();
            yaml.Load(reader);
            foreach (var document in yaml.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>())
            {
                string Text(string key) => document.Children.TryGetValue(new YamlScalarNode(key), out var value) ? ((YamlScalarNode)value).Value! : "";
                yield return ($"{Text("schema")}|{Text("package")}|{Text("name")}", other => AreEqual(document, other));
            }
        }
    }

    private static bool AreEqual(YamlNode expected, JsonNode? actual) => (expected, actual) switch
    {
        (YamlMappingNode mapping, JsonObject o) => mapping.Children.Count == o.Count
            && mapping.Children.All(child => o.TryGetPropertyValue(((YamlScalarNode)child.Key).Value!, out var value) && AreEqual(child.Value, value)),
        (YamlSequenceNode sequence, JsonArray a) => sequence.Children.Count == a.Count
            && sequence.Children.Zip(a).All(pair => AreEqual(pair.First, pair.Second)),
        (YamlScalarNode scalar, null) => scalar is { Style: ScalarStyle.Plain, Value: "" or "null" or "~" },
        (YamlScalarNode scalar, JsonValue value) => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>() == scalar.Value,
            JsonValueKind.True or JsonValueKind.False =>
                scalar.Style == ScalarStyle.Plain && string.Equals(value.ToJsonString(), scalar.Value, StringComparison.OrdinalIgnoreCase),
            _ => scalar.Style == ScalarStyle.Plain && double.Parse(scalar.Value!, CultureInfo.InvariantCulture) == value.GetValue<double>(),
        },
        _ => false,
    };
}
