using System.Text.Json;
using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Engine.Resolving.Operators.Reading;

namespace Mirror.Engine.Resolving.Operators.Writing;

/// <summary>
/// Lays out a filtered catalog as files (SPEC 5.1, step 9): <c>PACKAGE/catalog.json</c> with package, channels, bundles, foreign blobs and deprecations in
/// this order, and <c>catalog.json</c> with what belongs to no package. Equal catalogs give equal bytes, whatever files they came in.
/// </summary>
public static class FbcWriter
{
    private const string FileName = "catalog.json";

    /// <summary>The files of <paramref name="catalog"/>, by path. They can be read as long as its source is not disposed.</summary>
    /// <exception cref="MirrorException">MIR2401: a package has a name that cannot be that of a folder.</exception>
    public static IReadOnlyList<FbcFile> Write(FilteredCatalog catalog)
    {
        var files = new List<FbcFile>();
        if (catalog.Source.Packageless.Count > 0)
        {
            files.Add(new FbcFile(FileName, catalog.Source, Whole(catalog.Source.Packageless)));
        }

        foreach (var package in catalog.Packages)
        {
            if (package.Name is "." or ".." || package.Name.AsSpan().IndexOfAny("/\\\0") >= 0)
            {
                throw MirrorErrors.CatalogInvalid.Exception(
                    $"The catalog '{catalog.Source.Name}' has a package '{package.Name}', which cannot be the name of a folder.",
                    package.Source.Blob?.Origin);
            }

            files.Add(new FbcFile($"{package.Name}/{FileName}", catalog.Source, Parts(catalog.Source, package)));
        }

        return [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private static List<FbcPart> Parts(Catalog catalog, FilteredPackage package) =>
    [
        .. package.Source.Blob is null ? [] : (FbcPart[])[Package(catalog, package, package.Source.Blob)],
        .. package.Channels.Select(channel => Channel(catalog, channel)),
        .. Whole([.. package.Bundles.Select(bundle => bundle.Blob)]),
        .. Whole(package.Source.Others),
        .. package.Source.Deprecations.Select(blob => Deprecations(catalog, package, blob)).OfType<FbcPart>(),
    ];

    private static List<FbcPart> Whole(IReadOnlyList<CatalogBlob> blobs) => [.. blobs.Select(blob => new FbcPart(blob))];

    private static FbcPart Package(Catalog catalog, FilteredPackage package, CatalogBlob blob) =>
        package.DefaultChannel == package.Source.DefaultChannel
            ? new FbcPart(blob)
            : new FbcPart(blob, BlobEdit.SetText(catalog.Read(blob), "defaultChannel", package.DefaultChannel));

    private static FbcPart Channel(Catalog catalog, FilteredChannel channel)
    {
        if (channel.Entries.Count == channel.Source.Entries.Count)
        {
            return new FbcPart(channel.Source.Blob);
        }

        var kept = channel.Entries.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var (json, _, _) = BlobEdit.FilterList(
            catalog.Read(channel.Source.Blob), "entries", entry => kept.Contains(BlobFacts.Text(entry, "name")));
        return new FbcPart(channel.Source.Blob, json);
    }

    /// <summary>Without what refers to bundles and channels that are gone, which OLM would refuse; null if nothing is left.</summary>
    private static FbcPart? Deprecations(Catalog catalog, FilteredPackage package, CatalogBlob blob)
    {
        var bundles = package.Bundles.Select(bundle => bundle.Name).ToHashSet(StringComparer.Ordinal);
        var channels = package.Channels.Select(channel => channel.Name).ToHashSet(StringComparer.Ordinal);
        var (json, kept, total) = BlobEdit.FilterList(catalog.Read(blob), "entries", entry =>
        {
            if (entry.ValueKind != JsonValueKind.Object
                || !entry.TryGetProperty("reference", out var reference) || reference.ValueKind != JsonValueKind.Object)
            {
                return true;
            }

            var name = BlobFacts.Text(reference, "name");
            return BlobFacts.Text(reference, "schema") switch
            {
                BlobHead.BundleSchema => bundles.Contains(name),
                BlobHead.ChannelSchema => channels.Contains(name),
                _ => true,
            };
        });
        return kept == total ? new FbcPart(blob) : kept == 0 ? null : new FbcPart(blob, json);
    }
}
