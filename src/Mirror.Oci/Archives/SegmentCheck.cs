using System.Buffers;
using System.Security.Cryptography;
using Mirror.Oci.Copying;
using Mirror.Oci.Layers;

namespace Mirror.Oci.Archives;

/// <summary>Reads a segment from its first bit to its last and compares each with the one that belongs there.</summary>
public sealed class SegmentCheck(CopyProgress progress)
{
    private const int BufferSize = 512 * 1024;

    /// <summary>What is wrong with a file; everything, as far as it can be told.</summary>
    public async Task<SegmentReport> CheckAsync(string path, CancellationToken cancellationToken)
    {
        var size = new FileInfo(path).Length;
        ArchiveContents contents;
        int number;
        try
        {
            using var segment = await ArchiveSegment.OpenAsync(path, cancellationToken).ConfigureAwait(false);
            (contents, number) = (segment.Contents, segment.Number);
        }
        catch (MirrorException e)
        {
            progress.BlobIsThere(size, mounted: false);
            return new SegmentReport(path, size, null, e.Diagnostics);
        }

        var problems = new List<Diagnostic>();
        var checksum = await ReadAsync(path, contents, number, problems, cancellationToken).ConfigureAwait(false);
        await CompareAsync(path, contents, checksum, problems, cancellationToken).ConfigureAwait(false);
        progress.BlobIsThere(size, mounted: false);
        return new SegmentReport(path, size, checksum, problems);
    }

    private async Task<Digest> ReadAsync(string path, ArchiveContents contents, int number, List<Diagnostic> problems, CancellationToken cancellationToken)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var file = new CountingStream(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan), progress);
        await using (file.ConfigureAwait(false))
        {
            try
            {
                foreach (var entry in SegmentLayout.Entries(contents, number, ArchiveContentsFormat.Write(contents, number)))
                {
                    var header = SegmentLayout.Header(entry);
                    var padding = TarHeader.PaddedSize(entry.Size) - entry.Size;
                    var isRight = await IsAsync(header, file, whole, buffer, cancellationToken).ConfigureAwait(false);
                    if (await HashAsync(entry, file, whole, buffer, cancellationToken).ConfigureAwait(false) != entry.Digest)
                    {
                        problems.Add(Damaged(path, $"'{entry.Path}' does not have the digest '{entry.Digest}'"));
                    }

                    if (!await IsAsync(new byte[padding], file, whole, buffer, cancellationToken).ConfigureAwait(false) || !isRight)
                    {
                        problems.Add(Damaged(path, $"the blocks around '{entry.Path}' are not as they were written"));
                    }
                }

                if (!await IsAsync(new byte[SegmentLayout.EndSize], file, whole, buffer, cancellationToken).ConfigureAwait(false))
                {
                    problems.Add(Damaged(path, "its end is not as it was written"));
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        return Digest.FromHash(HashAlgorithmName.SHA256, whole.GetHashAndReset());
    }

    private static async Task<bool> IsAsync(byte[] expected, Stream file, IncrementalHash whole, byte[] buffer, CancellationToken cancellationToken)
    {
        var isSame = true;
        for (var at = 0; at < expected.Length;)
        {
            var due = Math.Min(buffer.Length, expected.Length - at);
            await file.ReadExactlyAsync(buffer.AsMemory(0, due), cancellationToken).ConfigureAwait(false);
            whole.AppendData(buffer, 0, due);
            isSame &= buffer.AsSpan(0, due).SequenceEqual(expected.AsSpan(at, due));
            at += due;
        }

        return isSame;
    }

    private static async Task<Digest> HashAsync(SegmentEntry entry, Stream file, IncrementalHash whole, byte[] buffer, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(entry.Digest.HashAlgorithm);
        for (var left = entry.Size; left > 0;)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(left, buffer.Length));
            await file.ReadExactlyAsync(part, cancellationToken).ConfigureAwait(false);
            whole.AppendData(part.Span);
            hash.AppendData(part.Span);
            left -= part.Length;
        }

        return Digest.FromHash(entry.Digest.HashAlgorithm, hash.GetHashAndReset());
    }

    // The file of checksums need not have been carried along.
    private static async Task CompareAsync(string path, ArchiveContents contents, Digest checksum, List<Diagnostic> problems, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.Combine(Path.GetDirectoryName(path)!, contents.Name.ChecksumFile));
        if (!file.Exists || file.Length > 1L << 20)
        {
            return;
        }

        var name = Path.GetFileName(path);
        var lines = await File.ReadAllLinesAsync(file.FullName, cancellationToken).ConfigureAwait(false);
        if (lines.FirstOrDefault(line => line.EndsWith($"  {name}", StringComparison.Ordinal)) is { } line && line != $"{checksum.Hex}  {name}")
        {
            problems.Add(Damaged(path, $"'{file.Name}' beside it has another checksum than '{checksum.Hex}'"));
        }
    }

    private static Diagnostic Damaged(string path, string problem) => MirrorErrors.ArchiveInvalid.Diagnostic($"'{path}' is damaged: {problem}.");
}
