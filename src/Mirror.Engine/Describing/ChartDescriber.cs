using Mirror.Model.Locking;
using Mirror.Model.Planning;

namespace Mirror.Engine.Describing;

/// <summary>Charts: a chart of a repository is the line. Of the images that it names only those whose tag has moved are news of their own.</summary>
internal sealed class ChartDescriber : ISourceDescriber
{
    private const string Local = "local/";

    public bool Describes(LockedSource source) => source is LockedHelmSource;

    public IEnumerable<LockedItem> Items(LockedSource source)
    {
        foreach (var chart in ((LockedHelmSource)source).Charts)
        {
            yield return new LockedItem(ItemKind.Chart, chart.Name, chart.Version)
            {
                Scope = ScopeOf(chart, source.Key),
                Digest = chart.Archive.Digest,
                SourceKey = source.Key,
            };
            foreach (var image in chart.Images.Where(image => image.Reference.Tag is not null))
            {
                yield return new LockedItem(ItemKind.Image, image.Reference.Name, image.Reference.Tag!)
                {
                    Image = image.Resolved,
                    IsPart = true,
                    SourceKey = source.Key,
                };
            }
        }
    }

    public IReadOnlyList<string> Steps(LockedSource source, PlannedImage image)
    {
        var charts = ((LockedHelmSource)source).Charts;
        var chart = charts.FirstOrDefault(chart => image.Because.StartsWith($"{source.Key}, chart {chart.Id},", StringComparison.Ordinal))
            ?? charts.First(chart => image.Because == $"{source.Key}, chart {chart.Id}");
        var named = chart.Images.FirstOrDefault(candidate => candidate.Reference == image.Origin);
        return named is null ? [$"chart {chart.Id}"] : [$"chart {chart.Id}", string.Join(" and ", named.Because)];
    }

    public IEnumerable<string> Places(LockedSource source) => ((LockedHelmSource)source).Charts
        .Select(chart => chart.Archive.Origin switch
        {
            ChartUrl url => url.Address.AbsoluteUri,
            ChartImage image => image.Image.Name,
            _ => null,
        })
        .OfType<string>();

    // The repository as the key has it: 'helm/URL', then the chart if the entry names one.
    private static string ScopeOf(LockedChart chart, string key)
    {
        var rest = key[LockedHelmSource.KeyPrefix.Length..];
        if (rest.StartsWith(Local, StringComparison.Ordinal))
        {
            return rest[Local.Length..];
        }

        var end = rest.LastIndexOf($"/{chart.Name}", StringComparison.Ordinal);
        return end > 0 && (rest.Length == end + chart.Name.Length + 1 || rest[end + chart.Name.Length + 1] == ':') ? rest[..end] : rest;
    }
}
