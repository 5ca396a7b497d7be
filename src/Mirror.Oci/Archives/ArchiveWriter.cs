using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Oci.Archives;

/// <summary>
/// Puts the segments of an archive into a folder. A segment has its name when all of it is on the disk; what a killed process leaves has another name. Nothing that has a
/// segment's name is ever written to.
/// </summary>
public sealed class ArchiveWriter(ArchiveLayout layout, string folder, BlobFolder store, CopyProgress progress)
{
    private const string TemporarySuffix = ".part";

    private readonly SegmentWriter _writer = new(layout, blob => Open(store, blob, progress), blob => progress.BlobIsThere(blob.Size, mounted: false));

    /// <summary>Where a segment is, or will be.</summary>
    public string PathOf(int segment) => Path.Combine(folder, layout.Contents.Name.SegmentFile(segment));

    /// <summary>Removes what killed processes left of this archive; nobody else may be writing it.</summary>
    public void RemoveAbandoned()
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        // The file with the checksums is replaced by way of a name like its own.
        var name = layout.Contents.Name;
        foreach (var file in Directory.EnumerateFiles(folder, $".{name.Stem}-*{TemporarySuffix}").Concat(Directory.EnumerateFiles(folder, $".{name.ChecksumFile}.*")).ToList())
        {
            File.Delete(file);
        }
    }

    /// <summary>Writes a segment that is not there yet.</summary>
    /// <returns>Its SHA-256, as <c>sha256sum</c> prints it.</returns>
    /// <exception cref="MirrorException">MIR4003: the disk is full, and nothing is left of the segment. MIR4010: something has its name by now.</exception>
    public async Task<Digest> WriteAsync(int segment, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var path = PathOf(segment);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}{TemporarySuffix}");
        try
        {
            var digest = await WriteAsync(temporary, segment, cancellationToken).ConfigureAwait(false);
            if (File.Exists(path))
            {
                throw MirrorErrors.ArchiveExists.Exception($"'{path}' appeared while it was being packed; another run has written it.");
            }

            File.Move(temporary, path);
            return digest;
        }
        catch (IOException e) when (DiskErrors.IsDiskFull(e))
        {
            throw DiskErrors.Full(folder, $"writing '{Path.GetFileName(path)}' ({layout.Sizes[segment - 1]} bytes)", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Whether what has a segment's name is what would be written; its SHA-256, or null when it is something else.</summary>
    public async Task<Digest?> CompareAsync(int segment, CancellationToken cancellationToken)
    {
        var file = new FileStream(PathOf(segment), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            if (file.Length != layout.Sizes[segment - 1])
            {
                return null;
            }

            var comparing = new ComparingStream(file);
            await using (comparing.ConfigureAwait(false))
            {
                var digest = await _writer.WriteAsync(comparing, segment, cancellationToken).ConfigureAwait(false);
                return comparing.IsSame ? digest : null;
            }
        }
    }

    private async Task<Digest> WriteAsync(string temporary, int segment, CancellationToken cancellationToken)
    {
        var file = PreallocatedFile.Create(temporary, FileMode.Create, layout.Sizes[segment - 1]);
        await using (file.ConfigureAwait(false))
        {
            var digest = await _writer.WriteAsync(file, segment, cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
            return digest;
        }
    }

    private static Stream Open(BlobFolder store, ArchivedBlob blob, CopyProgress progress) =>
        new CountingStream(
            store.Find(new Descriptor("", blob.Digest, blob.Size)) ?? throw MirrorErrors.BlobGone.Exception($"'{blob.Digest}' has left the store '{store.Root}' while it was being packed. Run the same command again."),
            progress);
}
