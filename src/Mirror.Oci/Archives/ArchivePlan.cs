namespace Mirror.Oci.Archives;

/// <summary>What is to be packed, before it is divided.</summary>
public sealed record ArchivePlan
{
    /// <summary>The mirror's name.</summary>
    public required string Mirror { get; init; }

    /// <summary>The canonical bytes of the lock.</summary>
    public required ReadOnlyMemory<byte> Lock { get; init; }

    /// <summary>Signatures and referrers; empty when the mirror has none.</summary>
    public ReadOnlyMemory<byte> Referrers { get; init; }

    /// <summary>The digest of the lock that the destination has already; null for none.</summary>
    public Digest? Base { get; init; }

    /// <summary>The <c>index.json</c> of the image layout.</summary>
    public required ReadOnlyMemory<byte> Index { get; init; }

    /// <summary>Every manifest and blob that is packed, once, in the order in which it is written.</summary>
    public required IReadOnlyList<ArchivedBlob> Blobs { get; init; }

    /// <summary>Every manifest and blob that the base has and the lock needs.</summary>
    public IReadOnlyList<RequiredBlob> Requires { get; init; } = [];
}
