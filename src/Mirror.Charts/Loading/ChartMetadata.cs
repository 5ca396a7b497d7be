using Mirror.Charts.Values;

namespace Mirror.Charts.Loading;

/// <summary>What Chart.yaml says.</summary>
public sealed record ChartMetadata
{
    /// <summary><c>v1</c> or <c>v2</c>.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>The chart's name; one path element.</summary>
    public required string Name { get; init; }

    /// <summary>The chart's version as it is written.</summary>
    public string Version { get; init; } = "";

    /// <summary>Version of what the chart installs; any text.</summary>
    public string AppVersion { get; init; } = "";

    /// <summary>One sentence about the chart.</summary>
    public string Description { get; init; } = "";

    /// <summary><c>application</c>, <c>library</c>, or empty for an application.</summary>
    public string Type { get; init; } = "";

    /// <summary>Range of Kubernetes versions that the chart is made for; empty for any.</summary>
    public string KubeVersion { get; init; } = "";

    /// <summary>Whether the chart should no longer be used.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>The charts that this one asks for, from Chart.yaml or requirements.yaml.</summary>
    public IReadOnlyList<ChartDependency> Dependencies { get; init; } = [];

    /// <summary>Whether the chart only has definitions for others.</summary>
    public bool IsLibrary => Type == "library";

    /// <summary>The configuration of the chart as an image in a registry (<c>application/vnd.cncf.helm.config.v1+json</c>).</summary>
    public byte[] ToJson() => MetadataWriter.Write(this);

    /// <summary>The whole file, for templates.</summary>
    internal GoMap Raw { get; init; } = new();
}
