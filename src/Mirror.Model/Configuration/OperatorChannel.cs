using Mirror.Model.Versions;

namespace Mirror.Model.Configuration;

/// <summary>A channel of an operator: <c>packages[].channels[]</c>.</summary>
public sealed record OperatorChannel : ConfigurationNode
{
    /// <summary>As the package calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Lower end; excludes a range on the package.</summary>
    public VersionBound? MinVersion { get; init; }

    /// <summary>Upper end; excludes a range on the package.</summary>
    public VersionBound? MaxVersion { get; init; }

    internal void AddTo(SourceInputBuilder builder)
    {
        var path = $"channels[{Name}]";
        builder
            .Add(path, true, SpanOf("name"))
            .Add($"{path}.minVersion", MinVersion?.Text, SpanOf("minVersion"))
            .Add($"{path}.maxVersion", MaxVersion?.Text, SpanOf("maxVersion"));
    }
}
