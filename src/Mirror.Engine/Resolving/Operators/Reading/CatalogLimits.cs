namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>What a catalog may make its reader do. The defaults leave the largest catalogs in the wild ten times their size.</summary>
public sealed record CatalogLimits
{
    /// <summary>The defaults.</summary>
    public static CatalogLimits Default { get; } = new();

    /// <summary>Bytes of one blob, as it was written and as JSON; aliases in YAML are paid for at what they stand for.</summary>
    public int MaxBlobBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Blobs that are kept of one catalog, and packages that it declares.</summary>
    public int MaxBlobs { get; init; } = 2_000_000;

    /// <summary>Files of one catalog.</summary>
    public int MaxFiles { get; init; } = 500_000;

    /// <summary>Nested lists and objects in one blob.</summary>
    public int MaxDepth { get; init; } = 256;

    /// <summary>Bytes of all blobs that are kept, in memory and in the spool file.</summary>
    public long MaxKeptBytes { get; init; } = 8L * 1024 * 1024 * 1024;

    /// <summary>Bytes of kept blobs that stay in memory; what is more goes to the spool file.</summary>
    public int MaxMemoryBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Bytes of one <c>.indexignore</c> file.</summary>
    public int MaxIgnoreBytes { get; init; } = 1024 * 1024;
}
