using System.Text;
using Mirror.Oci.Layers;

namespace Mirror.Oci.Archives;

/// <summary>
/// Which files stand in a segment, in which order: a function of the contents alone, so that there is one right sequence of bytes and everything else is refused.
/// </summary>
internal static class SegmentLayout
{
    /// <summary>Every file may be read by everybody; nothing else of an entry has a value.</summary>
    public const int Mode = 0x1a4; // 0644

    public const long EndSize = 2 * TarHeader.BlockSize;

    private static readonly byte[] LayoutVersion = Encoding.ASCII.GetBytes("{\"imageLayoutVersion\":\"1.0.0\"}");

    /// <summary>The files before the blobs; lock, referrers and index have no content here.</summary>
    /// <param name="self">The bytes of <c>contents.json</c>, which are large: whoever has them passes them on.</param>
    public static IEnumerable<SegmentEntry> Head(ArchiveContents contents, byte[] self)
    {
        yield return new SegmentEntry(ArchiveContents.FileName, Digest.Of(self), self.Length, self);
        yield return new SegmentEntry(ArchiveContents.LockFileName, contents.Lock.Digest, contents.Lock.Size, null);
        if (contents.Referrers is { } referrers)
        {
            yield return new SegmentEntry(ArchiveContents.ReferrersFileName, referrers.Digest, referrers.Size, null);
        }

        yield return new SegmentEntry("oci-layout", Digest.Of(LayoutVersion), LayoutVersion.Length, LayoutVersion);
        yield return new SegmentEntry("index.json", contents.Index.Digest, contents.Index.Size, null);
    }

    /// <summary>Every file.</summary>
    public static IEnumerable<SegmentEntry> Entries(ArchiveContents contents, int segment, byte[] self) =>
        Head(contents, self).Concat(contents.Segments[segment - 1].Select(Blob));

    /// <summary>Bytes of the whole segment.</summary>
    public static long SizeOf(ArchiveContents contents, int segment, byte[] self) => Entries(contents, segment, self).Sum(SizeOf) + EndSize;

    /// <summary>Bytes that one file takes.</summary>
    public static long SizeOf(SegmentEntry entry) => Header(entry).Length + TarHeader.PaddedSize(entry.Size);

    /// <summary>The header blocks of a file.</summary>
    public static byte[] Header(SegmentEntry entry) => TarHeader.Make(entry.Path, '0', entry.Size, Mode);

    public static SegmentEntry Blob(ArchivedBlob blob) => new($"blobs/{blob.Digest.Algorithm}/{blob.Digest.Hex}", blob.Digest, blob.Size, null);
}
