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

    /// <summary>What is asked of the operator, with paths below it; empty for its channels' heads.</summary>
    public SourceInput Input
    {
        get
        {
            var builder = new SourceInputBuilder(this, Name)
                .Add("defaultChannel", DefaultChannel)
                .Add("minVersion", MinVersion?.Text)
                .Add("maxVersion", MaxVersion?.Text);
            foreach (var channel in Channels)
            {
                channel.AddTo(builder);
            }

            return builder.Build();
        }
    }

    /// <summary>The path of an operator's own field in that of its catalog.</summary>
    public static string PathOf(string package, string? field = null) => field is null ? $"packages[{package}]" : $"packages[{package}].{field}";

    internal void AddTo(SourceInputBuilder builder)
    {
        builder.Add(PathOf(Name), true, SpanOf("name"));
        foreach (var field in Input.Fields)
        {
            builder.Add(PathOf(Name, field.Path), field.Value, field.Span);
        }
    }
}
