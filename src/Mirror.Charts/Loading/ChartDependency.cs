namespace Mirror.Charts.Loading;

/// <summary>A chart that another one asks for.</summary>
public sealed record ChartDependency
{
    /// <summary>Name of the chart that is asked for.</summary>
    public required string Name { get; init; }

    /// <summary>A range of versions; empty for any.</summary>
    public string Version { get; init; } = "";

    /// <summary>Where the chart was taken from when it was packed; never read here.</summary>
    public string Repository { get; init; } = "";

    /// <summary>Paths of values, separated by commas: the first one that is a truth value decides.</summary>
    public string Condition { get; init; } = "";

    /// <summary>Names under <c>tags</c> in the values that switch it on or off.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Name under which the parent uses the chart; empty for its own.</summary>
    public string Alias { get; init; } = "";

    /// <summary>Name under which the parent's values speak of it.</summary>
    public string EffectiveName => Alias.Length > 0 ? Alias : Name;

    /// <summary>Where its values go in the parent.</summary>
    internal IReadOnlyList<ImportedValues> Imports { get; init; } = [];
}
