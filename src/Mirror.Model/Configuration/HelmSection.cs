namespace Mirror.Model.Configuration;

/// <summary>Helm charts: <c>mirror.helm</c>.</summary>
public sealed record HelmSection : ConfigurationNode
{
    /// <summary>Chart repositories, over HTTP or in a registry (<c>oci://</c>).</summary>
    public ValueList<HelmRepository> Repositories { get; init; } = [];

    /// <summary>Charts on disk.</summary>
    public ValueList<HelmChart> Local { get; init; } = [];

    /// <summary>The entries that the lock must answer.</summary>
    public IEnumerable<ISourceEntry> Sources => Repositories.SelectMany(repository => repository.Sources).Concat(Local.Select(chart => new HelmChartSource(null, chart)));
}
