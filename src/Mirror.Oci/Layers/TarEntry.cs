namespace Mirror.Oci.Layers;

/// <summary>One entry as the archive has it, extended headers applied; <see cref="Type"/> is the type flag of POSIX ustar.</summary>
internal sealed record TarEntry(string Path, char Type, long Size, int Mode, string? LinkTarget, Stream Content)
{
    /// <summary>Where the content begins; negative where the archive cannot be sought in.</summary>
    public long Offset { get; init; } = -1;
}
