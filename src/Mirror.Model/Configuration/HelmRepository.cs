namespace Mirror.Model.Configuration;

/// <summary>A chart repository: <c>helm.repositories[]</c>.</summary>
public sealed record HelmRepository : ConfigurationNode
{
    /// <summary>Where <c>index.yaml</c> is, or <c>oci://registry/path</c>; without user info.</summary>
    public required Uri Url { get; init; }

    /// <summary>For people.</summary>
    public string? Name { get; init; }

    /// <summary>The charts taken; null is every version of every chart, an empty list is nothing.</summary>
    public ValueList<HelmChart>? Charts { get; init; }

    /// <summary>What is left out when all charts are taken.</summary>
    public ValueList<ExcludedChart> Exclude { get; init; } = [];

    /// <summary>The address without a trailing slash: its part of keys.</summary>
    public string Address => Url.AbsoluteUri.TrimEnd('/');

    /// <summary>The entries that the lock must answer.</summary>
    public IEnumerable<ISourceEntry> Sources => Charts is null ? [new HelmRepositorySource(this)] : Charts.Select(chart => new HelmChartSource(this, chart));
}
