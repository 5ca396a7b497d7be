using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Model.Configuration;

namespace Mirror.Engine.Resolving.Operators.Proving;

/// <summary>
/// Checks a filtered catalog as OLM does when it loads one, so that nothing is published that makes a cluster refuse the catalog: one wrong channel takes
/// all packages with it.
/// </summary>
public static class CatalogProof
{
    /// <summary>Reports everything that OLM would refuse <paramref name="catalog"/> for.</summary>
    public static void Check(FilteredCatalog catalog, OperatorCatalog selection, DiagnosticBag diagnostics)
    {
        foreach (var package in catalog.Packages)
        {
            var listed = selection.Packages.FirstOrDefault(other => other.Name == package.Name);
            new PackageProof(catalog.Source.Name, package, listed, selection, diagnostics).Check();
        }
    }
}
