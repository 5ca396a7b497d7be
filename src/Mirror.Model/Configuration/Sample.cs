namespace Mirror.Model.Configuration;

/// <summary>Part of the schema without effect: <c>mirror.samples[]</c>.</summary>
public sealed record Sample : ConfigurationNode
{
    /// <summary>As written.</summary>
    public required string Name { get; init; }
}
