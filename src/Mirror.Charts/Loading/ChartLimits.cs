namespace Mirror.Charts.Loading;

/// <summary>How large a chart may be, sub-charts included.</summary>
public sealed record ChartLimits
{
    /// <summary>Of an archive as it is stored.</summary>
    public long MaxArchiveBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Of all files together, unpacked.</summary>
    public long MaxTotalBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>Of one file; Helm's own limit.</summary>
    public long MaxFileBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>Files and folders.</summary>
    public int MaxEntries { get; init; } = 20_000;

    /// <summary>Charts inside of charts.</summary>
    public int MaxDepth { get; init; } = 16;
}
