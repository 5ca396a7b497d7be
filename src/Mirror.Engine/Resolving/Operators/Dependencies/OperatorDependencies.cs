using Mirror.Engine.Resolving.Operators.Filtering;

namespace Mirror.Engine.Resolving.Operators.Dependencies;

/// <summary>
/// Finds what the selected bundles need and the selection lacks. Nothing is added silently: what to mirror stands in the configuration.
/// </summary>
public static class OperatorDependencies
{
    /// <summary>What is missing in all <paramref name="catalogs"/> of a configuration together, by package and requirement.</summary>
    public static IReadOnlyList<MissingDependency> Missing(IReadOnlyList<FilteredCatalog> catalogs)
    {
        var bundles = catalogs
            .SelectMany(catalog => catalog.Bundles.Select(bundle => (Bundle: bundle, Properties: BundleProperties.Read(catalog.Source.Read(bundle.Blob)))))
            .ToList();
        var apis = bundles.SelectMany(bundle => bundle.Properties.Provided).ToHashSet();
        var packages = bundles.ToLookup(bundle => bundle.Bundle.Package, bundle => bundle.Bundle, StringComparer.Ordinal);
        return
        [
            .. bundles
                .SelectMany(bundle => bundle.Properties.Required.Where(requirement => !IsMet(requirement))
                    .Select(requirement => (bundle.Bundle.Package, bundle.Bundle.Name, Requirement: requirement)))
                .GroupBy(missing => (missing.Package, Text: missing.Requirement.ToString()))
                .OrderBy(group => group.Key.Package, StringComparer.Ordinal).ThenBy(group => group.Key.Text, StringComparer.Ordinal)
                .Select(group => new MissingDependency(
                    group.Key.Package, [.. group.Select(missing => missing.Name).Distinct().Order(StringComparer.Ordinal)], group.First().Requirement)),
        ];

        bool IsMet(OperatorRequirement requirement) =>
            requirement.Package is { } package ? packages[package].Any(bundle => IsInRange(bundle, requirement.Range))
            : requirement.Api is { } api ? apis.Contains(api)
            : requirement.AnyOf.Any(IsMet);
    }

    /// <summary>The APIs that are missing, for <see cref="ApiProviderSearch"/>.</summary>
    public static IReadOnlySet<OperatorApi> Apis(IReadOnlyList<MissingDependency> missing) =>
        missing.SelectMany(dependency => dependency.Requirement.AnyOf.Append(dependency.Requirement)).Select(requirement => requirement.Api).OfType<OperatorApi>().ToHashSet();

    /// <summary>Reports each dependency with what would satisfy it.</summary>
    /// <param name="providers">The packages that provide the missing APIs; empty if nobody looked.</param>
    /// <param name="isStrict">Errors instead of warnings.</param>
    public static void Report(
        IReadOnlyList<MissingDependency> missing,
        IReadOnlyList<Catalog> catalogs,
        IReadOnlyDictionary<OperatorApi, IReadOnlyCollection<string>> providers,
        bool isStrict,
        SourceSpan? span,
        DiagnosticBag diagnostics)
    {
        foreach (var dependency in missing)
        {
            var code = isStrict ? MirrorErrors.OperatorDependencyUnmet
                : dependency.Requirement.Api is null ? MirrorErrors.OperatorDependencyMissing
                : MirrorErrors.OperatorApiMissing;
            var others = dependency.Bundles.Count == 1 ? "" : $" and {dependency.Bundles.Count - 1} more of its bundles";
            diagnostics.Report(code, span,
                $"The package '{dependency.Package}' needs {dependency.Requirement}, which is not selected (bundle '{dependency.Bundles[^1]}'{others}). "
                + string.Join(" ", dependency.Requirement.AnyOf.DefaultIfEmpty(dependency.Requirement).Select(requirement => Advice(requirement, catalogs, providers))));
        }
    }

    private static string Advice(
        OperatorRequirement requirement, IReadOnlyList<Catalog> catalogs, IReadOnlyDictionary<OperatorApi, IReadOnlyCollection<string>> providers)
    {
        if (requirement.Package is { } package)
        {
            var catalog = catalogs.FirstOrDefault(candidate => candidate.KnownPackages.Contains(package));
            return catalog is null
                ? $"No catalog of the configuration has the package '{package}'."
                : $"Add the package '{package}' of the catalog '{catalog.Name}'{(requirement.Range.Length == 0 ? "" : $" with versions in the range '{requirement.Range}'")}.";
        }

        return providers.TryGetValue(requirement.Api!, out var found) && found.Count > 0
            ? $"'{requirement.Api}' is provided by {SelectionCheck.List(found)}; add one of them."
            : $"No catalog of the configuration is known to provide '{requirement.Api}'.";
    }

    private static bool IsInRange(CatalogBundle bundle, string range) =>
        range.Length == 0 || VersionConstraint.TryParse(range) is not { } constraint || (bundle.Version is { } version && constraint.Allows(version));
}
