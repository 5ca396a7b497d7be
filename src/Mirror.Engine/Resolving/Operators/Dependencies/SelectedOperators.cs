using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Engine.Resolving.Operators.Loading;

namespace Mirror.Engine.Resolving.Operators.Dependencies;

/// <summary>What is left of a catalog after filtering, as far as dependencies go. Outlives the catalog's spool.</summary>
/// <param name="Name">The catalog.</param>
/// <param name="KnownPackages">Everything that it could offer.</param>
/// <param name="Bundles">What is selected.</param>
/// <param name="Image">To look into again; null for a catalog that has no image.</param>
internal sealed record SelectedOperators(string Name, IReadOnlyCollection<string> KnownPackages, IReadOnlyList<SelectedBundle> Bundles, CatalogImage? Image)
{
    public static SelectedOperators Of(FilteredCatalog catalog, CatalogImage? image) => new(
        catalog.Source.Name,
        catalog.Source.KnownPackages,
        [.. catalog.Bundles.Select(bundle => new SelectedBundle(bundle.Package, bundle.Name, bundle.Version, BundleProperties.Read(catalog.Source.Read(bundle.Blob))))],
        image);
}
