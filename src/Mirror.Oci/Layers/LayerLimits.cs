namespace Mirror.Oci.Layers;

/// <summary>What a layer may make a reader do. The defaults fit every image in the wild with room to spare.</summary>
public sealed record LayerLimits
{
    /// <summary>The defaults.</summary>
    public static LayerLimits Default { get; } = new();

    /// <summary>Entries of one layer, metadata headers not counted.</summary>
    public int MaxEntries { get; init; } = 2_000_000;

    /// <summary>Bytes of one layer after decompression: the bound on the time a decompression bomb can take.</summary>
    public long MaxUnpackedBytes { get; init; } = 32L * 1024 * 1024 * 1024;

    /// <summary>Bytes of the extended headers (PAX records, GNU long names) before one entry; they are held in memory.</summary>
    public int MaxHeaderBytes { get; init; } = 1024 * 1024;

    /// <summary>Characters of a normalised path or link target.</summary>
    public int MaxPathLength { get; init; } = 4096;
}
