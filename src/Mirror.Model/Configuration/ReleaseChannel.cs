using Mirror.Model.Versions;

namespace Mirror.Model.Configuration;

/// <summary>A channel of the update graph and the part of it that is taken: <c>platform.channels[]</c> (SPEC 4.3).</summary>
public sealed record ReleaseChannel : ConfigurationNode
{
    /// <summary>For example <c>stable-4.20</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Which update service is asked.</summary>
    public ReleaseChannelType Type { get; init; }

    /// <summary>Lower end.</summary>
    public SemanticVersion? MinVersion { get; init; }

    /// <summary>Upper end.</summary>
    public SemanticVersion? MaxVersion { get; init; }

    /// <summary>Only the releases on the shortest upgrade path between the ends.</summary>
    public bool ShortestPath { get; init; }

    /// <summary>Without ends: every release of the channel instead of the highest.</summary>
    public bool Full { get; init; }

    internal void AddTo(SourceInputBuilder builder, string prefix) => builder
        .Add($"{prefix}type", Type == ReleaseChannelType.Okd ? "okd" : null, SpanOf("type"))
        .Add($"{prefix}minVersion", MinVersion?.ToString(), SpanOf("minVersion"))
        .Add($"{prefix}maxVersion", MaxVersion?.ToString(), SpanOf("maxVersion"))
        .Add($"{prefix}shortestPath", ShortestPath, SpanOf("shortestPath"))
        .Add($"{prefix}full", Full, SpanOf("full"));
}
