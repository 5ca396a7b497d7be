using Mirror.Charts.Loading;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Charts;

/// <summary>A chart, and the archive that it was read from.</summary>
internal sealed record LoadedChart(Chart Chart, LockedChartArchive Archive)
{
    /// <summary>As the lock names it.</summary>
    public string Id => $"{Chart.Name}:{Chart.Metadata.Version}";
}
