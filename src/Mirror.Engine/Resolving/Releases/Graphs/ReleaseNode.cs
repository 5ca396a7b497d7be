using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Releases.Graphs;

/// <summary>One release of an update graph.</summary>
/// <param name="Payload">Always with a digest.</param>
public sealed record ReleaseNode(SemanticVersion Version, ImageReference Payload)
{
    /// <summary>Where the errata stand: <c>metadata.url</c>. Null when the release has none.</summary>
    public string? Errata { get; init; }

    /// <summary>The channels that the release is in, ordered.</summary>
    public IReadOnlyList<string> Channels { get; init; } = [];
}
