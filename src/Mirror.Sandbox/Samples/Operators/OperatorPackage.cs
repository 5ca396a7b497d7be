namespace Mirror.Sandbox.Samples.Operators;

/// <summary>What the sample catalog says of one operator.</summary>
internal sealed record OperatorPackage(string Name, string DisplayName, string DefaultChannel)
{
    public required IReadOnlyList<OperatorChannel> Channels { get; init; }

    public required IReadOnlyList<OperatorVersion> Versions { get; init; }

    /// <summary>What is deprecated: the schema, the name, the reason.</summary>
    public IReadOnlyList<(string Schema, string Name, string Message)> Deprecations { get; init; } = [];

    /// <summary>The kind of object that the operator gives the cluster: its group is the package's own.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether the images of the operator exist for amd64 and arm64, not for amd64 alone.</summary>
    public bool IsMultiPlatform { get; init; }

    /// <summary>The API group.</summary>
    public string Group => $"{Name["sample-".Length..]}.mirror.invalid";
}
