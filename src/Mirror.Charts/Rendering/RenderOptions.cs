using Mirror.Charts.Values;

namespace Mirror.Charts.Rendering;

/// <summary>What a rendering depends on, beside the chart: the same options give the same text, but for keys and certificates.</summary>
public sealed record RenderOptions
{
    /// <summary>As <c>helm template</c> names a release that has no name.</summary>
    public string ReleaseName { get; init; } = "release-name";

    /// <summary>Where the release would be installed.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>What is given over the chart's own values.</summary>
    public ChartValues Values { get; init; } = ChartValues.Empty;

    /// <summary>The cluster that the chart is rendered for.</summary>
    public KubernetesCapabilities Capabilities { get; init; } = KubernetesCapabilities.Default;

    /// <summary>How much the chart may use.</summary>
    public RenderLimits Limits { get; init; } = new();

    /// <summary>What templates see as the time; also measures the limit of time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where templates get random values from.</summary>
    public IChartRandom Random { get; init; } = new SeededChartRandom(0);
}
