using Mirror.Model.Locking;

namespace Mirror.Engine.Describing;

/// <summary>Charts by their repository, and the images that they name.</summary>
internal sealed class ChartDescriber : ISourceDescriber
{
    private readonly PlainDescriber _images = new();

    public bool Describes(LockedSource source) => source is LockedHelmSource;

    public IEnumerable<LockedItem> Items(LockedSource source) => ((LockedHelmSource)source).Charts
        .Select(chart => new LockedItem(ItemKind.Chart, chart.Name, chart.Version)
        {
            Scope = ScopeOf(chart),
            ScopeFamily = ScopeOf(chart),
            SourceKey = source.Key,
        })
        .Concat(_images.Items(source).Where(image => !IsChart(image, (LockedHelmSource)source)));

    // The folder that all versions of a chart come from.
    private static string ScopeOf(LockedChart chart) => chart.Archive.Origin switch
    {
        ChartImage image => $"oci://{image.Image.Name}",
        ChartUrl url => new Uri(url.Address, ".").GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped),
        var other => other.ToString()!,
    };

    private static bool IsChart(LockedItem item, LockedHelmSource source) =>
        source.Charts.Any(chart => chart.Artifact is { } artifact && item.Image?.Digest == artifact.Digest);
}
