using Mirror.Engine.Resolving.Operators.Filtering;

namespace Mirror.Engine.Resolving.Operators.Dependencies;

/// <summary>
/// Finds what the selected bundles need and the selection lacks. Nothing is added silently: what to mirror stands in the configuration.
/// </summary>
internal static class OperatorDependencies
{
    /// <summary>What the bundles of <paramref name="asked"/> need and those of <paramref name="all"/> do not give, by package and requirement.</summary>
    public static IReadOnlyList<MissingDependency> Missing(IReadOnlyList<SelectedOperators> asked, IReadOnlyList<SelectedOperators> all)
    {
        var apis = all.SelectMany(catalog => catalog.Bundles).SelectMany(bundle => bundle.Properties.Provided).ToHashSet();
        var packages = all.SelectMany(catalog => catalog.Bundles).ToLookup(bundle => bundle.Package, StringComparer.Ordinal);
        return
        [
            .. asked.SelectMany(catalog => catalog.Bundles)
                .SelectMany(bundle => bundle.Properties.Required.Where(requirement => !IsMet(requirement))
                    .Select(requirement => (bundle.Package, bundle.Name, Requirement: requirement)))
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
    /// <param name="catalogs">Where packages may be found.</param>
    /// <param name="isStrict">Errors instead of warnings.</param>
    /// <param name="spanOf">The place of a package in the configuration.</param>
    public static void Report(
        IReadOnlyList<MissingDependency> missing,
        IReadOnlyList<SelectedOperators> catalogs,
        IReadOnlyDictionary<OperatorApi, IReadOnlyCollection<string>> providers,
        bool isStrict,
        Func<string, SourceSpan?> spanOf,
        DiagnosticBag diagnostics)
    {
        foreach (var dependency in missing)
        {
            var code = isStrict ? MirrorErrors.OperatorDependencyUnmet
                : dependency.Requirement.Api is null ? MirrorErrors.OperatorDependencyMissing
                : MirrorErrors.OperatorApiMissing;
            var others = dependency.Bundles.Count == 1 ? "" : $" and {dependency.Bundles.Count - 1} more of its bundles";
            diagnostics.Report(code, spanOf(dependency.Package),
                $"The package '{dependency.Package}' needs {dependency.Requirement}, which is not selected (bundle '{dependency.Bundles[^1]}'{others}). "
                + string.Join(" ", dependency.Requirement.AnyOf.DefaultIfEmpty(dependency.Requirement).Select(requirement => Advice(requirement, catalogs, providers))));
        }
    }

    private static string Advice(
        OperatorRequirement requirement, IReadOnlyList<SelectedOperators> catalogs, IReadOnlyDictionary<OperatorApi, IReadOnlyCollection<string>> providers)
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

    private static bool IsInRange(SelectedBundle bundle, string range) =>
        range.Length == 0 || VersionConstraint.TryParse(range) is not { } constraint || (bundle.Version is { } version && constraint.Allows(version));
}
