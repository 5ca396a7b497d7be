namespace Mirror.Engine.Resolving.Releases.Payloads;

/// <summary>What a release payload says of its release.</summary>
/// <param name="Version">As the payload calls it; test builds have names that are no semantic versions.</param>
/// <param name="Components">By name; a name stands once, an image may stand under several.</param>
public sealed record ReleasePayload(string Version, IReadOnlyList<ReleaseComponent> Components)
{
    /// <summary>Where the errata stand; null when the payload does not say.</summary>
    public string? Errata { get; init; }

    /// <summary>Versions that the payload can be installed over, in its order.</summary>
    public IReadOnlyList<string> Previous { get; init; } = [];

    /// <summary>
    /// The KubeVirt boot images by architecture as the installer calls it (<c>x86_64</c>), ordered; empty when the payload has none, and when they were
    /// not asked for.
    /// </summary>
    public IReadOnlyList<ReleaseComponent> KubeVirtImages { get; init; } = [];
}
