namespace Mirror.Model.Configuration;

/// <summary>A chart: <c>helm.repositories[].charts[]</c> or <c>helm.local[]</c>.</summary>
public sealed record HelmChart : ConfigurationNode
{
    /// <summary>As the repository calls it; for people if the chart is local.</summary>
    public string? Name { get; init; }

    /// <summary>A version or a range; null is the latest.</summary>
    public string? Version { get; init; }

    /// <summary>Folder or <c>.tgz</c> of a local chart, relative to the configuration.</summary>
    public string? Path { get; init; }

    /// <summary>Further places of images in the rendered manifests, as JSONPath.</summary>
    public ValueList<string> ImagePaths { get; init; } = [];

    /// <summary>The instances of the chart's images that are brought; empty is all.</summary>
    public ValueList<Platform> Platforms { get; init; } = [];

    /// <summary>Values to render with, over the chart's own and those of <see cref="ValuesFiles"/>.</summary>
    public ChartValues Values { get; init; } = ChartValues.Empty;

    /// <summary>Files with values, relative to the configuration; later ones win.</summary>
    public ValueList<string> ValuesFiles { get; init; } = [];

    /// <summary>The Kubernetes version to render for.</summary>
    public string? KubeVersion { get; init; }

    /// <summary>API versions that the cluster is taken to have, besides the built-in ones.</summary>
    public ValueList<string> ApiVersions { get; init; } = [];

    /// <summary>Whether the chart itself is mirrored as an OCI artifact.</summary>
    public bool MirrorChart { get; init; }

    /// <summary>Null is the default of the engine.</summary>
    public SignaturePolicy? Signatures { get; init; }
}
