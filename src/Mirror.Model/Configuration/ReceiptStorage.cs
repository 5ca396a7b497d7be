namespace Mirror.Model.Configuration;

/// <summary>
/// Where a mirror keeps what it knows about its destinations: <c>storageConfig</c>, in which oc-mirror v1 named the place of its metadata. Exactly one of
/// <see cref="Folder"/> and <see cref="Image"/> is given.
/// </summary>
public sealed record ReceiptStorage : ConfigurationNode
{
    /// <summary>A folder, relative to the configuration: <c>storageConfig.local.path</c>.</summary>
    public string? Folder { get; init; }

    /// <summary>An artifact in a registry, always with a tag: <c>storageConfig.registry.imageURL</c>.</summary>
    public ImageReference? Image { get; init; }

    /// <summary>Whether that registry may show any certificate, or speak plain HTTP: <c>storageConfig.registry.skipTLS</c>.</summary>
    public bool SkipTls { get; init; }
}
