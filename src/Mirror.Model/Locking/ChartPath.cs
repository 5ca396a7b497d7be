namespace Mirror.Model.Locking;

/// <summary>A chart on disk: a folder or an archive, relative to the configuration.</summary>
public sealed record ChartPath(string Path) : ChartOrigin
{
    /// <inheritdoc/>
    public override ImageReference Reference(LockedChart chart) => ImageReference.Layout(Path, TagOf(chart.Version));

    /// <inheritdoc/>
    public override string ToString() => Path;
}
