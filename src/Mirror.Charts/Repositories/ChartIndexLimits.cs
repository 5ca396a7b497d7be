namespace Mirror.Charts.Repositories;

/// <summary>How large an index may be. The largest public ones have 20 MB and 30,000 versions.</summary>
public sealed record ChartIndexLimits
{
    /// <summary>Bytes of the file.</summary>
    public int MaxBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Versions of all charts together.</summary>
    public int MaxVersions { get; init; } = 200_000;

    /// <summary>Addresses of one version.</summary>
    public int MaxAddresses { get; init; } = 16;
}
