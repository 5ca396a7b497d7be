namespace Mirror.Model.Configuration;

/// <summary>
/// One chart: block <c>helm/URL/CHART[:VERSION]</c> of the lock, or <c>helm/local/PATH</c> when there is no <see cref="Repository"/>.
/// </summary>
public sealed record HelmChartSource(HelmRepository? Repository, HelmChart Chart) : ISourceEntry
{
    /// <inheritdoc/>
    public string SourceKey => Repository is null
        ? $"helm/local/{Chart.Path}"
        : $"helm/{Repository.Address}/{Chart.Name}{(Chart.Version is null ? "" : $":{Chart.Version}")}";

    /// <inheritdoc/>
    public SignaturePolicy? Signatures => Chart.Signatures;

    /// <inheritdoc/>
    public SourceSpan Span => Chart.Span;

    /// <inheritdoc/>
    public SourceInput Input
    {
        get
        {
            var builder = new SourceInputBuilder(Chart, SourceKey);
            if (Repository is null)
            {
                builder.Add("name", Chart.Name).Add("version", Chart.Version);
            }

            return builder
                .AddSet("imagePaths", Chart.ImagePaths)
                .AddSet("platforms", Chart.Platforms)
                .AddSet("apiVersions", Chart.ApiVersions)
                .AddList("valuesFiles", Chart.ValuesFiles)
                .Add("kubeVersion", Chart.KubeVersion)
                .Add("mirrorChart", Chart.MirrorChart)
                .Add("signatures", Chart.Signatures?.ToWord())
                .AddValues("values", Chart.Values)
                .Build();
        }
    }
}
