using Mirror.Model.Configuration;

namespace Mirror.Model.Locking;

/// <summary>A bundle that is mirrored, with the images it needs.</summary>
public sealed record LockedOperatorBundle(string Name)
{
    /// <summary>The version of the operator.</summary>
    public required string Version { get; init; }

    /// <summary>The bundle's own image; null when it is blocked, or when the catalog has the manifests itself.</summary>
    public LockedRelatedImage? Image { get; init; }

    /// <summary>The images that it names beside its own, by reference; without blocked ones.</summary>
    public ValueList<LockedRelatedImage> Related { get; init; } = [];
}
