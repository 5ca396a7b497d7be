namespace Mirror.Model.Locking;

/// <summary>One version of a chart, and the images that it would run.</summary>
/// <param name="Name">As Chart.yaml says.</param>
/// <param name="Version">As Chart.yaml says.</param>
public sealed record LockedChart(string Name, string Version, LockedChartArchive Archive)
{
    /// <summary><c>name:version</c>: the name of the chart's block.</summary>
    public string Id => $"{Name}:{Version}";

    /// <summary>The chart as it is mirrored; null if only its images are.</summary>
    public LockedChartArtifact? Artifact { get; init; }

    /// <summary>By reference, ordinally ordered, each once.</summary>
    public IReadOnlyList<LockedChartImage> Images { get; init; } = [];
}
