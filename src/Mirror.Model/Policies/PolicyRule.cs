using Mirror.Model.Configuration;

namespace Mirror.Model.Policies;

/// <summary>One rule of <c>policy.yaml</c>.</summary>
public sealed record PolicyRule : ConfigurationNode
{
    /// <summary>What it is about.</summary>
    public required PolicyRuleKind Kind { get; init; }

    /// <summary>What messages and approvals call it; the word of its kind unless the file names it otherwise.</summary>
    public required string Id { get; init; }

    /// <summary>What happens when it is broken.</summary>
    public PolicySeverity Severity { get; init; }

    /// <summary>The author's own words, for whoever breaks it.</summary>
    public string? Message { get; init; }

    /// <summary><see cref="PolicyRuleKind.SourceHosts"/>: <c>host</c>, <c>host/path</c>, <c>*.domain</c>, or <c>oci://</c> for layouts on disk.</summary>
    public ValueList<string> Allowed { get; init; } = [];

    /// <summary><see cref="PolicyRuleKind.Signatures"/>, <see cref="PolicyRuleKind.MinimumAge"/>: the images that count, in the form of <see cref="Allowed"/>; empty is all.</summary>
    public ValueList<string> Images { get; init; } = [];

    /// <summary><see cref="PolicyRuleKind.Growth"/>: in bytes.</summary>
    public long Maximum { get; init; }

    /// <summary><see cref="PolicyRuleKind.MinimumAge"/>.</summary>
    public TimeSpan Minimum { get; init; }
}
