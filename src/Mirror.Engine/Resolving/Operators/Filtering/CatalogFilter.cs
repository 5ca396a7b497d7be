using Mirror.Engine.Resolving.Operators.Pinning;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Operators.Filtering;

/// <summary>
/// Decides which packages, channels and bundles of a catalog a configuration entry asks for (SPEC 5.4). Differs from oc-mirror where the specification calls
/// it a defect: a channel that a pinned version leaves empty is dropped, an empty default channel is an error also when it was
/// configured, which of several rebuilds of a version is pinned does not depend on chance.
/// </summary>
public static class CatalogFilter
{
    /// <summary>
    /// Filters <paramref name="catalog"/>, which must hold at least the packages that <paramref name="selection"/> lists. All problems are reported;
    /// with errors among them the result is incomplete.
    /// </summary>
    public static FilteredCatalog Filter(Catalog catalog, OperatorCatalog selection, DiagnosticBag diagnostics) =>
        Filter(catalog, selection, _ => true, _ => null, diagnostics);

    /// <summary>As the other overload, for a selection of which some packages are decided already.</summary>
    /// <param name="isWanted">Whether a package that the selection does not exclude is kept.</param>
    /// <param name="pinned">What the lock keeps of a package; null when the selection decides.</param>
    internal static FilteredCatalog Filter(
        Catalog catalog, OperatorCatalog selection, Func<string, bool> isWanted, Func<CatalogPackage, LockedOperatorPackage?> pinned, DiagnosticBag diagnostics)
    {
        var listed = selection.Packages.ToDictionary(package => package.Name, StringComparer.Ordinal);
        SelectionCheck.Check(catalog, selection, diagnostics);
        var packages = catalog.Packages
            .Where(package => (listed.Count == 0 || listed.ContainsKey(package.Name)) && isWanted(package.Name))
            .Select(package => pinned(package) is { } locked
                ? PinnedFilter.Filter(catalog, package, locked, listed.GetValueOrDefault(package.Name)?.Span ?? selection.Span, diagnostics)
                : new PackageFilter(catalog, package, listed.GetValueOrDefault(package.Name), selection, diagnostics).Filter())
            .OfType<FilteredPackage>()
            .ToList();
        if (!diagnostics.HasErrors && packages.TrueForAll(package => package.Bundles.Count == 0))
        {
            diagnostics.Report(MirrorErrors.CatalogSelectionEmpty, selection.Span,
                $"Nothing of the catalog '{catalog.Name}' is selected. {SelectionCheck.Packages(catalog)}");
        }

        return new FilteredCatalog(catalog, packages);
    }

    /// <summary>The packages that must be read for <paramref name="selection"/>; null is all.</summary>
    public static IReadOnlySet<string>? PackagesOf(OperatorCatalog selection) =>
        selection.Packages.Count == 0 ? null : selection.Packages.Select(package => package.Name).ToHashSet(StringComparer.Ordinal);
}
