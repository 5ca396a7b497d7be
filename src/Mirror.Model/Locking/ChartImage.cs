namespace Mirror.Model.Locking;

/// <summary>A chart that a registry has, by the digest of its manifest.</summary>
public sealed record ChartImage(ImageReference Image) : ChartOrigin
{
    /// <inheritdoc/>
    public override ImageReference Reference(LockedChart chart) => Image.WithTag(TagOf(chart.Version));

    /// <inheritdoc/>
    public override string ToString() => $"oci://{Image}";
}
