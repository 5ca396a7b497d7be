using System.Text.Json.Nodes;
using Mirror.Engine.Resolving.Operators;
using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Engine.Resolving.Operators.Proving;
using Mirror.Model.Diagnostics;
using static Mirror.Engine.Tests.Resolving.Operators.Selection;

namespace Mirror.Engine.Tests.Resolving.Operators;

/// <summary>What the reader finds in every file of <c>data/fbc</c> beside what the manifest says of it, and what becomes of each oddity that it counts.</summary>
public sealed class CatalogManifestTests
{
    private const string Template = "catalog-template";

    private static readonly Lazy<Task<IReadOnlyDictionary<string, JsonObject>>> Found = new(ReadAllAsync);

    [Theory]
    [InlineData("schemas")]
    [InlineData("packages")]
    [InlineData("channels")]
    [InlineData("bundles")]
    [InlineData("default")]
    [InlineData("related")]
    [InlineData("uniq_related")]
    [InlineData("skips")]
    [InlineData("skipRange")]
    [InlineData("replaces")]
    [InlineData("deprec")]
    [InlineData("channels_with_several_heads_if_skips_ignored")]
    [InlineData("channels_without_any_replaces")]
    [InlineData("multihead")]
    [InlineData("nohead")]
    [InlineData("dangling_replaces")]
    [InlineData("entries_without_bundle")]
    [InlineData("dup_entries")]
    [InlineData("bundles_without_channel")]
    [InlineData("dup_bundles")]
    [InlineData("default_missing")]
    [InlineData("props")]
    public async Task Every_file_has_what_the_manifest_counts_in_it(string statistic)
    {
        var found = await Found.Value;

        var differences = CatalogManifest.Files()
            .Where(file => !JsonNode.DeepEquals(file.Value[statistic], found[file.Key][statistic]))
            .Select(file => $"{file.Key}: {file.Value[statistic]?.ToJsonString()} is {found[file.Key][statistic]?.ToJsonString()}");

        Assert.Empty(differences);
    }

    [Fact]
    public async Task Nothing_that_the_manifest_counts_is_left_out()
    {
        var found = await Found.Value;

        Assert.All(CatalogManifest.Files(), file => Assert.Equal(
            file.Value.Select(statistic => statistic.Key).Order(StringComparer.Ordinal), found[file.Key].Select(statistic => statistic.Key).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("channels_with_several_heads_if_skips_ignored")]
    [InlineData("channels_without_any_replaces")]
    public async Task Skips_count_when_a_head_is_looked_for(string statistic)
    {
        foreach (var path in WholeFilesWith(statistic))
        {
            using var catalog = await TestCatalog.ReadDataAsync(path);

            var (filtered, diagnostics) = TestCatalog.Filter(catalog, All());

            Assert.True(diagnostics.Count == 0, $"{path}: {string.Join("\n", diagnostics)}");
            Assert.All(filtered.Packages.SelectMany(package => package.Channels), channel => Assert.Equal(channel.Head, Assert.Single(channel.Entries).Name));
        }
    }

    [Fact]
    public async Task What_is_replaced_outside_of_the_channel_stays_as_it_is()
    {
        foreach (var path in WholeFilesWith("dangling_replaces"))
        {
            using var catalog = await TestCatalog.ReadDataAsync(path);

            var (filtered, diagnostics) = TestCatalog.Filter(catalog, All(full: true));

            Assert.True(!diagnostics.HasErrors, $"{path}: {string.Join("\n", diagnostics)}");
            Assert.Equal(
                (int)CatalogManifest.Files()[path]["dangling_replaces"]!,
                filtered.Packages.SelectMany(package => package.Channels).Sum(channel => CatalogStatistics.Dangling(channel.Source with { Entries = channel.Entries })));
        }
    }

    [Fact]
    public async Task Entries_without_a_bundle_are_reported_for_each_channel()
    {
        foreach (var path in CatalogManifest.FilesWith("entries_without_bundle").Where(path => !path.Contains(Template, StringComparison.Ordinal)))
        {
            using var catalog = await TestCatalog.ReadDataAsync(path);

            var (_, diagnostics) = FilterAndProve(catalog);

            var messages = diagnostics.Where(diagnostic => diagnostic.Code == MirrorErrors.ChannelEntryWithoutBundle).Select(diagnostic => diagnostic.Message).ToList();
            Assert.All(catalog.Packages.SelectMany(package => package.Channels), channel => Assert.Contains(messages, message =>
                message.Contains($"'{channel.Entries.Min(entry => entry.Name)}'", StringComparison.Ordinal)
                && message.Contains($"the channel '{channel.Name}' of the package '{channel.Package}'", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Bundles_that_stand_in_no_channel_are_not_kept_alone()
    {
        foreach (var path in CatalogManifest.FilesWith("bundles_without_channel").Where(path => !path.Contains(Template, StringComparison.Ordinal)))
        {
            using var catalog = await TestCatalog.ReadDataAsync(path);

            var (filtered, diagnostics) = FilterAndProve(catalog);

            Assert.NotEmpty(catalog.Packages.Single().Bundles);
            Assert.Empty(filtered.Bundles);
            Assert.Contains(diagnostics, diagnostic => diagnostic.Code == MirrorErrors.OperatorPackageInvalid);
        }
    }

    /// <summary>OLM takes no catalog with a bundle that is in no channel.</summary>
    [Fact]
    public void A_bundle_that_stands_in_no_channel_is_left_out_of_what_is_kept()
    {
        using var catalog = TestCatalog.Read(
            TestCatalog.Package("p", "stable") + TestCatalog.Channel("p", "stable", "1.0.0") + TestCatalog.Bundles("p", "1.0.0", "2.0.0"));

        var (filtered, diagnostics) = TestCatalog.Filter(catalog, Full(Package("p")));

        Assert.Empty(diagnostics);
        Assert.Equal("p.v1.0.0", Assert.Single(filtered.Bundles).Name);
    }

    [Fact]
    public async Task Default_channels_that_do_not_exist_are_reported()
    {
        foreach (var path in CatalogManifest.FilesWith("default_missing").Where(path => !path.Contains(Template, StringComparison.Ordinal)))
        {
            using var catalog = await TestCatalog.ReadDataAsync(path);

            var (_, diagnostics) = FilterAndProve(catalog);

            var diagnostic = Assert.Single(diagnostics, diagnostic => diagnostic.Code == MirrorErrors.OperatorDefaultChannelMissing);
            Assert.Contains($"'{catalog.Packages.Single().DefaultChannel}'", diagnostic.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Deprecations_are_read_with_their_package()
    {
        foreach (var path in CatalogManifest.FilesWith("deprec"))
        {
            using var catalog = await TestCatalog.ReadDataAsync(path);

            var package = Assert.Single(catalog.Packages);
            Assert.Equal("olm.deprecations", Assert.Single(package.Deprecations).Schema);
            Assert.Null(package.Blob);
        }
    }

    [Theory]
    [InlineData("kube-green", "docker.io/kubegreen/kube-green:0.3.0")]
    [InlineData("kube-green", "docker.io/kubegreen/kube-green:0.3.1")]
    [InlineData("rabbitmq-cluster-operator", "docker.io/rabbitmqoperator/cluster-operator:2.7.0")]
    public async Task Short_names_are_images_of_docker_hub(string package, string expected)
    {
        using var catalog = await TestCatalog.ReadDataAsync($"community-operator-index-v4.18/{package}");
        var diagnostics = new DiagnosticBag();

        var images = BundleImages.Of(TestCatalog.Filter(catalog, All(full: true)).Catalog, diagnostics).SelectMany(bundle => bundle.All).ToList();

        Assert.Empty(diagnostics);
        Assert.Contains(expected, images.Select(image => image.ToString()));
    }

    /// <summary>Proves also what the filter has refused already: the files of a package that has several hold no bundles alone.</summary>
    private static (FilteredCatalog Catalog, DiagnosticBag Diagnostics) FilterAndProve(Catalog catalog)
    {
        var diagnostics = new DiagnosticBag();
        var filtered = CatalogFilter.Filter(catalog, All(full: true), diagnostics);
        CatalogProof.Check(filtered, All(full: true), diagnostics);
        return (filtered, diagnostics);
    }

    /// <summary>The files that hold whole packages, and not a part of one.</summary>
    private static IEnumerable<string> WholeFilesWith(string statistic) => CatalogManifest.FilesWith(statistic).Where(path =>
        CatalogManifest.Files()[path] is var statistics && (int)statistics["entries_without_bundle"]! == 0 && statistics["packages"]!.AsArray().Count > 0);

    private static async Task<IReadOnlyDictionary<string, JsonObject>> ReadAllAsync()
    {
        var found = new Dictionary<string, JsonObject>();
        foreach (var path in CatalogManifest.Files().Keys)
        {
            found.Add(path, await CatalogStatistics.OfFileAsync(path));
        }

        return found;
    }
}
