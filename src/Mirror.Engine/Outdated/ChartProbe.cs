using Mirror.Charts.Versions;
using Mirror.Engine.Describing;
using Mirror.Engine.Resolving.Charts;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Oci.Content;

namespace Mirror.Engine.Outdated;

/// <summary>Later versions of charts, whatever range the configuration asks for; where it takes a whole repository, new charts too.</summary>
internal sealed class ChartProbe(ChartRepositories repositories, ITagSource tags) : IDriftProbe
{
    public bool Probes(LockedSource source) => source is LockedHelmSource;

    public async Task<IReadOnlyList<Drift>> ProbeAsync(LockedSource source, ISourceEntry entry, CancellationToken cancellationToken)
    {
        var locked = ((LockedHelmSource)source).Charts;
        switch (entry)
        {
            case HelmChartSource { Repository: { } repository } chart:
                var versions = await VersionsAsync(repository, chart.Chart.Name!, cancellationToken).ConfigureAwait(false);
                return [.. Compare(repository, chart.Chart.Name!, [.. locked.Select(version => version.Version)], versions)];
            case HelmRepositorySource { Repository: var all }:
                var index = await repositories.ReadAsync(all, cancellationToken).ConfigureAwait(false);
                var names = index.Names.Union(locked.Select(chart => chart.Name)).Order(StringComparer.Ordinal);
                return
                [
                    .. names.SelectMany(name => Compare(
                        all,
                        name,
                        [.. locked.Where(chart => chart.Name == name).Select(chart => chart.Version)],
                        [.. index.VersionsOf(name).Where(version => !version.IsLibrary && ChartExclusion.Find(all.Exclude, name, version.Version) is null).Select(version => version.Version)])),
                ];
            default:
                return [];
        }
    }

    private async Task<IReadOnlyList<string>> VersionsAsync(HelmRepository repository, string name, CancellationToken cancellationToken)
    {
        if (repository.Url.Scheme != "oci")
        {
            var index = await repositories.ReadAsync(repository, cancellationToken).ConfigureAwait(false);
            return [.. index.VersionsOf(name).Select(version => version.Version)];
        }

        var found = await tags.FindTagsAsync(RegistryCharts.RepositoryOf(repository.Url, name), cancellationToken).ConfigureAwait(false);
        return [.. (found ?? []).Select(tag => tag.Replace('_', '+'))];
    }

    private static IEnumerable<Drift> Compare(HelmRepository repository, string name, List<string> locked, IReadOnlyList<string> versions)
    {
        foreach (var gone in locked.Where(version => !versions.Contains(version, StringComparer.Ordinal)))
        {
            yield return new Drift(DriftKind.Vanished, ItemKind.Chart, repository.Address, name, gone, "");
        }

        var newest = ChartVersions.Newest(versions, "");
        var highest = locked.Count == 0 ? null : ChartVersions.Newest(locked, "") ?? locked[^1];
        if (newest is not null && (highest is null || VersionOrder.Compare(ItemKind.Chart, newest, highest) > 0))
        {
            yield return new Drift(DriftKind.Newer, ItemKind.Chart, repository.Address, name, highest ?? "", newest);
        }
    }
}
