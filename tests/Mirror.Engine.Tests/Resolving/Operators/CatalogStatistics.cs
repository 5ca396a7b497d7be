using System.Text.Json;
using System.Text.Json.Nodes;
using Mirror.Engine.Resolving.Operators;
using Mirror.Engine.Resolving.Operators.Proving;
using Mirror.Model.Diagnostics;

namespace Mirror.Engine.Tests.Resolving.Operators;

/// <summary>Counts in what the reader made of a file what the manifest of <c>data/fbc</c> counts in the file itself, under the manifest's names.</summary>
internal static class CatalogStatistics
{
    private const string BundleSchema = "olm.bundle";

    /// <summary>The statistics of one file of the data. The entries of a template count like blobs, as in the manifest.</summary>
    public static async Task<JsonObject> OfFileAsync(string path)
    {
        using var catalog = await TestCatalog.ReadDataAsync(path);
        if (catalog.Packageless is not [{ Schema: "olm.template.basic" } template])
        {
            return Of(catalog, []);
        }

        using var document = JsonDocument.Parse(catalog.Read(template));
        var entries = document.RootElement.GetProperty("entries").EnumerateArray().Select(entry => entry.GetRawText()).ToLookup(IsRefused);
        using var read = TestCatalog.Read(entries[false].Select((entry, i) => ($"{i}.json", entry)));
        return Of(read, [.. entries[true].Select(entry => JsonNode.Parse(entry)!)]);
    }

    /// <summary>A template names its bundles by their images alone; such a blob is none of a catalog.</summary>
    private static bool IsRefused(string entry)
    {
        try
        {
            using var catalog = TestCatalog.Read(entry);
            return false;
        }
        catch (MirrorException e) when (e.Diagnostics.All(diagnostic => diagnostic.Code == MirrorErrors.CatalogInvalid))
        {
            return true;
        }
    }

    private static JsonObject Of(Catalog catalog, IReadOnlyList<JsonNode> refused)
    {
        var packages = catalog.Packages.Where(package => package.Blob is not null).OrderBy(package => package.Blob!.Origin.Line).ToList();
        var channels = catalog.Packages.SelectMany(package => package.Channels).ToList();
        var bundles = catalog.Packages.SelectMany(package => package.Bundles).ToList();
        var entries = channels.SelectMany(channel => channel.Entries.Select(entry => (channel.Package, Entry: entry))).ToList();
        var others = catalog.Packages.SelectMany(package => package.Deprecations.Concat(package.Others)).Concat(catalog.Packageless).ToList();
        var bundleBlobs = bundles.Select(bundle => JsonNode.Parse(catalog.Read(bundle.Blob))!).ToList();
        var images = bundleBlobs.SelectMany(bundle => Items(bundle, "relatedImages")).Select(image => (string)image["image"]!).ToList();

        Assert.All(refused, blob => Assert.Equal(BundleSchema, (string?)blob["schema"]));
        var names = bundles.Select(bundle => (bundle.Package, bundle.Name))
            .Concat(refused.Select(blob => (Package: (string?)blob["package"] ?? "", Name: (string?)blob["name"] ?? ""))).ToList();

        return new JsonObject
        {
            ["schemas"] = Counts(
                Enumerable.Repeat("olm.package", packages.Count)
                    .Concat(channels.Select(channel => channel.Blob.Schema))
                    .Concat(Enumerable.Repeat(BundleSchema, names.Count))
                    .Concat(others.Select(blob => blob.Schema))),
            ["packages"] = Texts(packages.Select(package => package.Name)),
            ["channels"] = channels.Count,
            ["bundles"] = names.Count,
            ["default"] = Texts(packages.Select(package => package.DefaultChannel)),
            ["related"] = images.Count,
            ["uniq_related"] = images.Distinct().Count(),
            ["skips"] = entries.Sum(entry => entry.Entry.Skips.Count),
            ["skipRange"] = channels.SelectMany(channel => Items(JsonNode.Parse(catalog.Read(channel.Blob))!, "entries")).Count(entry => entry["skipRange"] is not null),
            ["replaces"] = entries.Count(entry => entry.Entry.Replaces.Length > 0),
            ["deprec"] = catalog.Packages.SelectMany(package => package.Deprecations).Sum(blob => Items(JsonNode.Parse(catalog.Read(blob))!, "entries").Count()),
            ["channels_with_several_heads_if_skips_ignored"] = channels.Count(channel => Has(ChannelProblemKind.SeveralHeads, channel.Entries.Select(entry => entry with { Skips = [] }))),
            ["channels_without_any_replaces"] = channels.Count(channel => channel.Entries.Count > 1 && channel.Entries.All(entry => entry.Replaces.Length == 0)),
            ["multihead"] = Texts(channels.Where(channel => Has(ChannelProblemKind.SeveralHeads, channel.Entries)).Select(channel => channel.Name)),
            ["nohead"] = Texts(channels.Where(channel => Has(ChannelProblemKind.NoHead, channel.Entries)).Select(channel => channel.Name)),
            ["dangling_replaces"] = channels.Sum(Dangling),
            ["entries_without_bundle"] = entries.Count(entry => !names.Contains((entry.Package, entry.Entry.Name))),
            ["dup_entries"] = channels.Sum(channel => channel.Entries.Count - channel.Entries.DistinctBy(entry => entry.Name).Count()),
            ["bundles_without_channel"] = names.Distinct().Count(name => !entries.Exists(entry => (entry.Package, entry.Entry.Name) == name)),
            ["dup_bundles"] = names.Count - names.Distinct().Count(),
            ["default_missing"] = Texts(packages.Where(package => package.Channels.All(channel => channel.Name != package.DefaultChannel)).Select(package => package.Name)),
            ["props"] = Counts(bundleBlobs.SelectMany(bundle => Items(bundle, "properties")).Select(property => (string)property["type"]!)),
        };
    }

    /// <summary>The entries of a channel that replace what the channel does not have.</summary>
    public static int Dangling(CatalogChannel channel) =>
        channel.Entries.Count(entry => entry.Replaces.Length > 0 && channel.Entries.All(other => other.Name != entry.Replaces));

    private static bool Has(ChannelProblemKind kind, IEnumerable<ChannelEntry> entries) =>
        ChannelGraph.Build([.. entries]).Problems.Any(problem => problem.Kind == kind);

    private static IEnumerable<JsonNode> Items(JsonNode blob, string member) => (blob[member] as JsonArray ?? []).OfType<JsonNode>();

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static JsonObject Counts(IEnumerable<string> texts) =>
        new(texts.GroupBy(text => text).Select(group => KeyValuePair.Create(group.Key, (JsonNode?)group.Count())));
}
