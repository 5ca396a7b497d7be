using Mirror.Model.Configuration;

namespace Mirror.Model.Locking;

/// <summary>
/// What is kept of an operator. Together with the catalog that it was taken from, the packages of a source are all that the rebuilt catalog is made of.
/// </summary>
public sealed record LockedOperatorPackage(string Name)
{
    /// <summary>What the configuration asks of the operator, as <see cref="SourceInput.Text"/>; null when it lists no operators.</summary>
    public string? Requested { get; init; }

    /// <summary>The default channel that the configuration asks for; null for the operator's own.</summary>
    public string? DefaultChannel { get; init; }

    /// <summary>By name; empty when the catalog has nothing of the operator.</summary>
    public ValueList<LockedOperatorChannel> Channels { get; init; } = [];

    /// <summary>By name.</summary>
    public ValueList<LockedOperatorBundle> Bundles { get; init; } = [];
}
