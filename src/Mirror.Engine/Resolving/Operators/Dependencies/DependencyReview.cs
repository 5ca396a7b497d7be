using Mirror.Engine.Resolving.Operators.Loading;
using Mirror.Engine.Resolving.Operators.Pinning;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Operators.Dependencies;

/// <summary>
/// Looks for what the operators that were resolved need and the mirror as a whole lacks. Catalogs that nobody asked about are read again only if something is
/// missing so far, and whole catalogs are searched only for what is missing in the end.
/// </summary>
internal sealed class DependencyReview(CatalogImageLoader loader, bool isStrict)
{
    /// <param name="answer">The lock as it would be.</param>
    /// <param name="entries">All catalogs of the configuration.</param>
    /// <param name="selected">What was selected in this run, by the key of the entry.</param>
    /// <param name="warn">Takes warnings.</param>
    /// <exception cref="MirrorException">MIR2431, if dependencies are strict.</exception>
    public async Task RunAsync(
        LockFile answer,
        IReadOnlyList<OperatorCatalog> entries,
        IReadOnlyDictionary<string, SelectedOperators> selected,
        Action<Diagnostic> warn,
        CancellationToken cancellationToken)
    {
        var asked = entries.Where(entry => selected.ContainsKey(entry.SourceKey)).Select(entry => selected[entry.SourceKey]).ToList();
        if (OperatorDependencies.Missing(asked, asked).Count == 0)
        {
            return;
        }

        var all = asked.ToList();
        foreach (var entry in entries.Where(entry => !selected.ContainsKey(entry.SourceKey)))
        {
            all.Add(await ReadLockedAsync((LockedOperatorSource)answer.Sources[entry.SourceKey], cancellationToken).ConfigureAwait(false));
        }

        var missing = OperatorDependencies.Missing(asked, all);
        var providers = await FindProvidersAsync(OperatorDependencies.Apis(missing), all, cancellationToken).ConfigureAwait(false);
        var diagnostics = new DiagnosticBag();
        OperatorDependencies.Report(missing, all, providers, isStrict, package => SpanOf(entries, package), diagnostics);
        diagnostics.ThrowIfErrors();
        foreach (var warning in diagnostics)
        {
            warn(warning);
        }
    }

    private async Task<SelectedOperators> ReadLockedAsync(LockedOperatorSource source, CancellationToken cancellationToken)
    {
        var image = await loader.LoadAsync(source.Resolved.Image, source.Platforms, cancellationToken).ConfigureAwait(false);
        var packages = source.Packages.Select(package => package.Name).ToHashSet(StringComparer.Ordinal);
        using var catalog = await loader.ReadAsync(image, source.Name.ToString(), packages, cancellationToken).ConfigureAwait(false);
        return SelectedOperators.Of(PinnedFilter.Filter(catalog, source), image);
    }

    private async Task<IReadOnlyDictionary<OperatorApi, IReadOnlyCollection<string>>> FindProvidersAsync(
        IReadOnlySet<OperatorApi> apis, IReadOnlyList<SelectedOperators> catalogs, CancellationToken cancellationToken)
    {
        var search = new ApiProviderSearch(apis, CatalogLimits.Default);
        foreach (var image in apis.Count == 0 ? [] : catalogs.Select(catalog => catalog.Image).OfType<CatalogImage>())
        {
            await loader.VisitAsync(image, search.AddAsync, cancellationToken).ConfigureAwait(false);
        }

        return search.Providers;
    }

    private static SourceSpan? SpanOf(IReadOnlyList<OperatorCatalog> entries, string package) =>
        entries.SelectMany(entry => entry.Packages).FirstOrDefault(listed => listed.Name == package)?.SpanOf("name") ?? entries[0].Span;
}
