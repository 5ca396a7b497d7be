namespace Mirror.Oci.Archives;

/// <summary>The segments of one archive that are here, in their order; there is at least one.</summary>
public sealed class Archive(IReadOnlyList<ArchiveSegment> segments)
{
    /// <summary>What all segments hold together.</summary>
    public ArchiveContents Contents => segments[0].Contents;

    /// <summary>The opened segments.</summary>
    public IReadOnlyList<ArchiveSegment> Segments => segments;

    /// <summary>The lock.</summary>
    public ReadOnlyMemory<byte> Lock => segments[0].Lock;

    /// <summary>Signatures and referrers; empty when the mirror has none.</summary>
    public ReadOnlyMemory<byte> Referrers => segments[0].Referrers;

    /// <summary>Numbers of the segments that are not here.</summary>
    public IEnumerable<int> Absent => Enumerable.Range(1, Contents.Segments.Count).Except(segments.Select(segment => segment.Number));
}
