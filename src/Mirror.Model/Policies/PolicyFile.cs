using Mirror.Model.Configuration;

namespace Mirror.Model.Policies;

/// <summary><c>policy.yaml</c> beside a configuration: what may become of its lock.</summary>
public sealed record PolicyFile : ConfigurationNode
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "policy.yaml";

    /// <summary>In the order of the file; ids are unique.</summary>
    public ValueList<PolicyRule> Rules { get; init; } = [];
}
