using Microsoft.Win32.SafeHandles;
using Mirror.Oci.Content;
using Mirror.Oci.Layers;

namespace Mirror.Oci.Archives;

/// <summary>
/// One file of an archive, opened: its structure is known to be right to the last header, content is verified when it is read. Safe for concurrent use.
/// </summary>
public sealed class ArchiveSegment : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly Dictionary<Digest, (long Offset, long Size)> _blobs;

    private ArchiveSegment(
        string path,
        SafeFileHandle file,
        ArchiveContents contents,
        int number,
        Dictionary<Digest, (long Offset, long Size)> blobs,
        ReadOnlyMemory<byte> lockFile,
        ReadOnlyMemory<byte> referrers)
    {
        Path = path;
        _file = file;
        Contents = contents;
        Number = number;
        _blobs = blobs;
        Lock = lockFile;
        Referrers = referrers;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What the archive holds, all its segments together.</summary>
    public ArchiveContents Contents { get; }

    /// <summary>Which segment this is; the first is 1.</summary>
    public int Number { get; }

    /// <summary>The lock, verified.</summary>
    public ReadOnlyMemory<byte> Lock { get; }

    /// <summary>Signatures and referrers, verified; empty when the mirror has none.</summary>
    public ReadOnlyMemory<byte> Referrers { get; }

    /// <summary>What is in this segment.</summary>
    public IReadOnlyList<ArchivedBlob> Blobs => Contents.Segments[Number - 1];

    /// <summary>Opens a file and compares its structure with what it says of itself.</summary>
    /// <exception cref="MirrorException">MIR4011, MIR4012, MIR4016: it is not a segment, not whole, or has another's name.</exception>
    public static Task<ArchiveSegment> OpenAsync(string path, CancellationToken cancellationToken) => OpenAsync(path, [], cancellationToken);

    /// <summary>As the other overload; what one of <paramref name="others"/> has in memory already is not kept again, because segments of an archive say the same.</summary>
    public static async Task<ArchiveSegment> OpenAsync(string path, IReadOnlyCollection<ArchiveSegment> others, CancellationToken cancellationToken)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous | FileOptions.RandomAccess);
        try
        {
            return await ReadAsync(path, file, SiblingOf(path, others), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a blob, verified while it is read; null when it is in another segment.</summary>
    public Stream? Find(Digest digest) => _blobs.TryGetValue(digest, out var place)
        ? new VerifyingStream(new FileSlice(_file, place.Offset, place.Size), new Descriptor("", digest, place.Size), $"'{Path}'")
        : null;

    /// <summary>Where a blob stands; null when it is in another segment.</summary>
    public ArchivedPlace? PlaceOf(Digest digest) => _blobs.TryGetValue(digest, out var place) ? new ArchivedPlace(Path, place.Offset, place.Size) : null;

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static ArchiveSegment? SiblingOf(string path, IEnumerable<ArchiveSegment> others) =>
        ArchiveName.TryParseSegment(System.IO.Path.GetFileName(path)) is { } name ? others.FirstOrDefault(other => other.Contents.Name == name.Name) : null;

    private static async Task<ArchiveSegment> ReadAsync(string path, SafeFileHandle file, ArchiveSegment? sibling, CancellationToken cancellationToken)
    {
        var length = RandomAccess.GetLength(file);
        EnsureMayBeTar(path, file, length);

        // Numbers in headers cannot mean more than there is; checksums and modes are numbers too.
        var limits = new LayerLimits { MaxUnpackedBytes = Math.Max(length, ushort.MaxValue) };
        var stream = new FileSlice(file, 0, length);
        await using (stream.ConfigureAwait(false))
        {
            var reader = new TarEntryReader(stream, $"'{path}'", limits, MirrorErrors.ArchiveInvalid);
            var first = await reader.ReadNextAsync(cancellationToken).ConfigureAwait(false);
            if (first is not { Path: ArchiveContents.FileName, Type: '0' })
            {
                throw Invalid(path, $"it does not begin with '{ArchiveContents.FileName}'{(first is null ? "" : $" but with '{first.Path}'")}, so Mirror has not written it");
            }

            var self = await ReadAllAsync(first, ArchiveContentsFormat.MaxSize, path, cancellationToken).ConfigureAwait(false);
            var (contents, number) = SaysTheSame(path, self, sibling) ?? ArchiveContentsFormat.Read(self, path);
            EnsureName(path, contents, number);
            var expected = SegmentLayout.SizeOf(contents, number, self);
            if (length != expected)
            {
                throw Invalid(path, length < expected ? $"it is cut off: {length} of {expected} bytes are there" : $"it has {length - expected} bytes behind its end");
            }

            return await ReadRestAsync(path, file, contents, number, self, sibling, reader, cancellationToken).ConfigureAwait(false);
        }
    }

    private static (ArchiveContents Contents, int Number)? SaysTheSame(string path, byte[] self, ArchiveSegment? sibling) =>
        sibling is not null
        && ArchiveName.TryParseSegment(System.IO.Path.GetFileName(path)) is { Segment: var number and > 0 } && number <= sibling.Contents.Segments.Count
        && ArchiveContentsFormat.Write(sibling.Contents, number).AsSpan().SequenceEqual(self)
            ? (sibling.Contents, number)
            : null;

    private static async Task<ArchiveSegment> ReadRestAsync(
        string path,
        SafeFileHandle file,
        ArchiveContents contents,
        int number,
        byte[] self,
        ArchiveSegment? sibling,
        TarEntryReader reader,
        CancellationToken cancellationToken)
    {
        var blobs = new Dictionary<Digest, (long Offset, long Size)>();
        var (lockFile, referrers) = (ReadOnlyMemory<byte>.Empty, ReadOnlyMemory<byte>.Empty);
        foreach (var due in SegmentLayout.Entries(contents, number, self).Skip(1))
        {
            var entry = await reader.ReadNextAsync(cancellationToken).ConfigureAwait(false);
            if (entry is null || entry.Path != due.Path || entry.Type != '0' || entry.Size != due.Size)
            {
                throw Invalid(path, entry is null ? $"'{due.Path}' is missing" : $"'{entry.Path}' with {entry.Size} bytes stands where '{due.Path}' with {due.Size} belongs");
            }

            switch (due.Path)
            {
                case ArchiveContents.LockFileName:
                    lockFile = await ReadVerifiedAsync(entry, due, path, cancellationToken).ConfigureAwait(false);
                    break;
                case ArchiveContents.ReferrersFileName:
                    referrers = await ReadVerifiedAsync(entry, due, path, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    blobs[due.Digest] = (entry.Offset, entry.Size);
                    break;
            }
        }

        if (await reader.ReadNextAsync(cancellationToken).ConfigureAwait(false) is { } more)
        {
            throw Invalid(path, $"'{more.Path}' stands behind its end");
        }

        if (sibling is not null && ReferenceEquals(contents, sibling.Contents))
        {
            (lockFile, referrers) = (sibling.Lock, sibling.Referrers);
        }

        return new ArchiveSegment(path, file, contents, number, blobs, lockFile, referrers);
    }

    /// <summary>Tells what people name by mistake from an archive that is damaged.</summary>
    private static void EnsureMayBeTar(string path, SafeFileHandle file, long length)
    {
        if (length == 0)
        {
            throw Invalid(path, "it is empty");
        }

        Span<byte> start = stackalloc byte[4];
        start = start[..RandomAccess.Read(file, start, 0)];
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) || start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]))
        {
            throw Invalid(path, "it is compressed. Archives are read where they are, so unpack it to the file that was packed ('gunzip', 'unzstd')");
        }

        if (length < TarHeader.BlockSize || (ArchiveName.TryParseSegment(System.IO.Path.GetFileName(path)) is null && !path.EndsWith(".tar", StringComparison.Ordinal)))
        {
            throw Invalid(path, "it is no archive; the files of one are called 'NAME-<12 digits>-0001.tar' and so on");
        }
    }

    private static void EnsureName(string path, ArchiveContents contents, int number)
    {
        var name = contents.Name.SegmentFile(number);
        if (System.IO.Path.GetFileName(path) != name)
        {
            throw MirrorErrors.ArchiveRenamed.Exception($"'{path}' is the segment '{name}'. Rename it back, so that it can be told from others.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadVerifiedAsync(TarEntry entry, SegmentEntry due, string path, CancellationToken cancellationToken)
    {
        var bytes = await ReadAllAsync(entry, ArchiveContentsFormat.MaxSize, path, cancellationToken).ConfigureAwait(false);
        return Digest.Of(bytes) == due.Digest ? bytes : throw Invalid(path, $"'{due.Path}' does not have the digest '{due.Digest}'");
    }

    private static async Task<byte[]> ReadAllAsync(TarEntry entry, int limit, string path, CancellationToken cancellationToken)
    {
        if (entry.Size > limit)
        {
            throw Invalid(path, $"'{entry.Path}' has {entry.Size} bytes, over the limit of {limit}");
        }

        var bytes = new byte[entry.Size];
        await entry.Content.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    private static MirrorException Invalid(string path, string problem) => MirrorErrors.ArchiveInvalid.Exception($"'{path}' cannot be used: {problem}.");
}
