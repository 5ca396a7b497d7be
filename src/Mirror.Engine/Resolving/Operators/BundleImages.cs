using System.Text.Json;
using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Engine.Resolving.Operators.Reading;

namespace Mirror.Engine.Resolving.Operators;

/// <summary>
/// The images of one bundle (SPEC 5.6). <see cref="Image"/> is the bundle's own, null for one that has its manifests in the catalog;
/// <see cref="Related"/> are the others, each once, by reference.
/// </summary>
public sealed record BundleImages(CatalogBundle Bundle, ImageReference? Image, IReadOnlyList<RelatedImage> Related)
{
    /// <summary>All of them.</summary>
    public IEnumerable<ImageReference> All => Related.Select(related => related.Image).Concat(Image is null ? [] : [Image]);

    /// <summary>
    /// The images of every bundle of <paramref name="catalog"/>, by package and bundle. The bundle's own image counts whether it is listed among
    /// the related ones or not.
    /// </summary>
    public static IReadOnlyList<BundleImages> Of(FilteredCatalog catalog, DiagnosticBag diagnostics) =>
        [.. catalog.Bundles.Select(bundle => Of(catalog.Source, bundle, diagnostics))];

    private static BundleImages Of(Catalog catalog, CatalogBundle bundle, DiagnosticBag diagnostics)
    {
        using var document = JsonDocument.Parse(catalog.Read(bundle.Blob), new JsonDocumentOptions { MaxDepth = CatalogLimits.Default.MaxDepth });
        var related = new SortedDictionary<string, RelatedImage>(StringComparer.Ordinal);
        try
        {
            foreach (var item in BlobFacts.List(document.RootElement, "relatedImages"))
            {
                if (item.ValueKind == JsonValueKind.Object)
                {
                    var (name, text) = (BlobFacts.Text(item, "name"), BlobFacts.Text(item, "image"));
                    if (text != bundle.Image && Parse(catalog, bundle, name, text, diagnostics) is { } image)
                    {
                        related.TryAdd(image.ToString(), new RelatedImage(name, image));
                    }
                }
            }
        }
        catch (CatalogFormatException e)
        {
            diagnostics.Report(MirrorErrors.CatalogInvalid, bundle.Blob.Origin,
                $"The bundle '{bundle.Name}' of the package '{bundle.Package}' in the catalog '{catalog.Name}' cannot be used: {e.Message}.");
        }

        var own = bundle.Image.Length == 0 ? null : Parse(catalog, bundle, "", bundle.Image, diagnostics);
        return new BundleImages(bundle, own, [.. related.Values]);
    }

    private static ImageReference? Parse(Catalog catalog, CatalogBundle bundle, string name, string text, DiagnosticBag diagnostics)
    {
        if (ImageReference.TryParse(text, out var image, out var problem) && image.Transport == Transport.Docker)
        {
            return image;
        }

        diagnostics.Report(MirrorErrors.RelatedImageInvalid, bundle.Blob.Origin,
            $"The bundle '{bundle.Name}' of the package '{bundle.Package}' in the catalog '{catalog.Name}' needs the image '{text}'"
            + $"{(name.Length == 0 ? "" : $" ('{name}')")}, which cannot be mirrored: {problem ?? "a layout on disk means nothing in a catalog"}.");
        return null;
    }
}
