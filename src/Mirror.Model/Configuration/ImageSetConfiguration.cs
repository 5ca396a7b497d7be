namespace Mirror.Model.Configuration;

/// <summary>The source file of a mirror (<c>mirror.openshift.io/v2alpha1</c>, SPEC 1.2), parsed and valid.</summary>
public sealed record ImageSetConfiguration : ContentConfiguration
{
    /// <summary>What an archive segment holds at most when the configuration does not say: in GiB.</summary>
    public const long DefaultArchiveSize = 500;

    /// <summary>Largest size of an archive segment in GiB (1024³ bytes); null or 0 is <see cref="DefaultArchiveSize"/>.</summary>
    public long? ArchiveSize { get; init; }

    /// <summary>Where receipts are kept; null for the outputs alone.</summary>
    public ReceiptStorage? Storage { get; init; }

    /// <summary>Images that are left out wherever they come from.</summary>
    public ValueList<BlockedImage> BlockedImages { get; init; } = [];
}
