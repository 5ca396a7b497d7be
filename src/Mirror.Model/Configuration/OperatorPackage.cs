using Mirror.Model.Versions;

namespace Mirror.Model.Configuration;

/// <summary>An operator of a catalog: <c>operators[].packages[]</c>.</summary>
public sealed record OperatorPackage : ConfigurationNode
{
    /// <summary>As the catalog calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The channels taken; empty is all.</summary>
    public ValueList<OperatorChannel> Channels { get; init; } = [];

    /// <summary>Replaces the default channel in the rebuilt catalog.</summary>
    public string? DefaultChannel { get; init; }

    /// <summary>Lower end, for every channel taken.</summary>
    public VersionBound? MinVersion { get; init; }

    /// <summary>Upper end, for every channel taken.</summary>
    public VersionBound? MaxVersion { get; init; }

    internal void AddTo(SourceInputBuilder builder)
    {
        var path = $"packages[{Name}]";
        builder
            .Add(path, true, SpanOf("name"))
            .Add($"{path}.defaultChannel", DefaultChannel, SpanOf("defaultChannel"))
            .Add($"{path}.minVersion", MinVersion?.Text, SpanOf("minVersion"))
            .Add($"{path}.maxVersion", MaxVersion?.Text, SpanOf("maxVersion"));
        foreach (var channel in Channels)
        {
            channel.AddTo(builder, path);
        }
    }
}
