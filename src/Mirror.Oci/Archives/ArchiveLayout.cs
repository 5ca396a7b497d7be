using System.Globalization;

namespace Mirror.Oci.Archives;

/// <summary>An archive divided into segments, with the exact size of each, before its first byte is written.</summary>
public sealed class ArchiveLayout
{
    // A header and one block: less room than that is none.
    private const long MinEntry = 1024;

    private ArchiveLayout(ArchivePlan plan, ArchiveContents contents, IReadOnlyList<ArchivedBlob> oversized)
    {
        Plan = plan;
        Contents = contents;
        Oversized = oversized;
        Sizes = SizesOf(contents);
    }

    /// <summary>What is packed.</summary>
    public ArchivePlan Plan { get; }

    /// <summary>What the archive will say of itself.</summary>
    public ArchiveContents Contents { get; }

    /// <summary>Blobs that are larger than a segment may be; each has one of its own.</summary>
    public IReadOnlyList<ArchivedBlob> Oversized { get; }

    /// <summary>Bytes of each segment.</summary>
    public IReadOnlyList<long> Sizes { get; }

    /// <summary>
    /// Divides <paramref name="plan"/>: each blob goes into the first segment that has room for it, so a blob never spans two and an archive has about as few segments as
    /// it can have.
    /// </summary>
    /// <param name="segmentSize">Bytes of a segment at most, with everything that is in it.</param>
    /// <exception cref="MirrorException">MIR4015: segments of that size cannot hold the archive.</exception>
    public static ArchiveLayout Of(ArchivePlan plan, long segmentSize)
    {
        // What every segment starts with grows with the number of segments; both settle after two or three rounds.
        for (var segments = 1; segments <= ArchiveName.MaxSegments;)
        {
            var (divided, oversized) = Divide(plan, segmentSize, HeadSize(plan, segments));
            if (divided.Count <= segments)
            {
                return new ArchiveLayout(plan, ContentsOf(plan, divided), oversized);
            }

            segments = divided.Count;
        }

        throw MirrorErrors.SegmentTooSmall.Exception(
            $"Segments of {segmentSize} bytes cannot hold the archive: it would have more than {ArchiveName.MaxSegments} of them.");
    }

    // Segments begin alike, but for the digits of their own number.
    private static List<long> SizesOf(ArchiveContents contents)
    {
        var sizes = new List<long>();
        var (digits, self) = (0, Array.Empty<byte>());
        for (var segment = 1; segment <= contents.Segments.Count; segment++)
        {
            if (segment.ToString(CultureInfo.InvariantCulture).Length is var due && due != digits)
            {
                (digits, self) = (due, ArchiveContentsFormat.Write(contents, segment));
            }

            sizes.Add(SegmentLayout.SizeOf(contents, segment, self));
        }

        return sizes;
    }

    private static (IReadOnlyList<IReadOnlyList<ArchivedBlob>> Segments, IReadOnlyList<ArchivedBlob> Oversized) Divide(ArchivePlan plan, long segmentSize, long headSize)
    {
        var room = segmentSize - headSize - SegmentLayout.EndSize;
        if (room <= 0)
        {
            throw MirrorErrors.SegmentTooSmall.Exception(
                $"A segment starts with the lock and the list of what the archive holds, which are {headSize} bytes together; segments of {segmentSize} bytes have no room for content.");
        }

        var segments = new List<(List<ArchivedBlob> Blobs, long Room)>();
        var oversized = new List<ArchivedBlob>();
        var firstOpen = 0;
        foreach (var blob in plan.Blobs)
        {
            var size = SegmentLayout.SizeOf(SegmentLayout.Blob(blob));
            if (size > room)
            {
                oversized.Add(blob);
                segments.Add(([blob], 0));
                continue;
            }

            while (firstOpen < segments.Count && segments[firstOpen].Room < MinEntry)
            {
                firstOpen++;
            }

            var index = firstOpen;
            while (index < segments.Count && segments[index].Room < size)
            {
                index++;
            }

            if (index == segments.Count)
            {
                segments.Add(([], room));
            }

            segments[index].Blobs.Add(blob);
            segments[index] = (segments[index].Blobs, segments[index].Room - size);
        }

        return segments.Count == 0 ? ([[]], oversized) : ([.. segments.Select(segment => (IReadOnlyList<ArchivedBlob>)segment.Blobs)], oversized);
    }

    /// <summary>The size of what stands before the blobs, with so many segments; which blob stands where does not matter for it, but that none is empty.</summary>
    private static long HeadSize(ArchivePlan plan, int segments)
    {
        IReadOnlyList<ArchivedBlob>[] some = [.. plan.Blobs.Take(segments - 1).Select(blob => (IReadOnlyList<ArchivedBlob>)[blob]), [.. plan.Blobs.Skip(segments - 1)]];
        var contents = ContentsOf(plan, some);
        return SegmentLayout.Head(contents, ArchiveContentsFormat.Write(contents, some.Length)).Sum(SegmentLayout.SizeOf);
    }

    private static ArchiveContents ContentsOf(ArchivePlan plan, IReadOnlyList<IReadOnlyList<ArchivedBlob>> segments) => new()
    {
        Mirror = plan.Mirror,
        Base = plan.Base,
        Lock = Described(plan.Lock),
        Referrers = plan.Referrers.IsEmpty ? null : Described(plan.Referrers),
        Index = Described(plan.Index),
        Segments = segments,
        Requires = [.. plan.Requires.OrderBy(blob => blob.Digest)],
    };

    private static ArchivedBlob Described(ReadOnlyMemory<byte> content) => new(Digest.Of(content.Span), content.Length);
}
