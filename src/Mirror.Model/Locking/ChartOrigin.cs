namespace Mirror.Model.Locking;

/// <summary>Where the archive of a chart comes from.</summary>
public abstract record ChartOrigin
{
    /// <summary>What plans and messages call the chart as an image.</summary>
    public abstract ImageReference Reference(LockedChart chart);

    /// <summary>The tag of a chart's version: a plus sign is not allowed in tags, Helm writes an underscore.</summary>
    public static string TagOf(string version) => version.Replace('+', '_');
}
