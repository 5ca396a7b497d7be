using Mirror.Charts;
using Mirror.Charts.Versions;
using Mirror.Model.Configuration;

namespace Mirror.Engine.Resolving.Charts;

/// <summary>What is left out of a repository whose charts are all taken.</summary>
internal static class ChartExclusion
{
    /// <summary>The first of <paramref name="excluded"/> that means the version; null when it is taken.</summary>
    /// <exception cref="MirrorException">MIR7001: what stands as a version is no range.</exception>
    public static ExcludedChart? Find(IEnumerable<ExcludedChart> excluded, string name, string version) =>
        excluded.FirstOrDefault(chart => chart.Name == name && (chart.Version is null || Contains(chart, version)));

    /// <summary>Tells which of <paramref name="excluded"/> mean nothing of <paramref name="charts"/>.</summary>
    public static void WarnUnused(SourceQuestion question, HelmRepository repository, IReadOnlyCollection<(string Name, string Version)> charts)
    {
        foreach (var chart in repository.Exclude.Where(chart => !charts.Any(known => Find([chart], known.Name, known.Version) is not null)))
        {
            var names = charts.Select(known => known.Name).Distinct(StringComparer.Ordinal).ToList();
            var nearest = names.Contains(chart.Name, StringComparer.Ordinal) ? null : NearestName.Find(chart.Name, names);
            question.Warn(MirrorErrors.ChartExclusionUnused.Diagnostic(
                $"'exclude' names '{chart}', of which the index of '{repository.Address}' has nothing.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}", chart.SpanOf("name")));
        }
    }

    private static bool Contains(ExcludedChart chart, string version)
    {
        try
        {
            return ChartVersions.Contains(chart.Version!, version);
        }
        catch (ChartException e)
        {
            throw new MirrorException([MirrorErrors.ChartUnreadable.Diagnostic($"'exclude' of the chart '{chart.Name}': {e.Message}", chart.SpanOf("version"))], e);
        }
    }
}
