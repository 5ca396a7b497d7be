namespace Mirror.Engine.Resolving.Operators.Filtering;

/// <summary>What is kept of a catalog, by package name. Usable as long as <see cref="Source"/> is not disposed.</summary>
public sealed record FilteredCatalog(Catalog Source, IReadOnlyList<FilteredPackage> Packages)
{
    /// <summary>All bundles, by package and name.</summary>
    public IEnumerable<CatalogBundle> Bundles => Packages.SelectMany(package => package.Bundles);
}
