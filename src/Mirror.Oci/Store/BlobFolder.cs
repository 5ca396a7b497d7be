using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Mirror.Oci.Content;

namespace Mirror.Oci.Store;

/// <summary>
/// Content-addressed files, laid out as an OCI image layout has them (<c>blobs/sha256/…</c>); a digest that is present was verified when it came in.
/// Any number of threads and processes may use one folder at a time.
/// </summary>
public sealed class BlobFolder
{
    private const int BufferSize = 128 * 1024;

    private readonly string _root;
    private readonly string _blobs;
    private readonly string _incoming;
    private readonly bool _isReadOnly;

    /// <summary>Uses <paramref name="root"/>, which is created when the first blob comes in.</summary>
    /// <param name="isReadOnly">Whether nothing may come in: to take content in is a bug of the caller then.</param>
    public BlobFolder(string root, bool isReadOnly = false)
    {
        _isReadOnly = isReadOnly;
        _root = Path.GetFullPath(root);
        _blobs = Path.Combine(_root, "blobs");
        _incoming = Path.Combine(_root, "incoming");
    }

    /// <summary>The folder that holds <c>blobs</c>.</summary>
    public string Root => _root;

    /// <summary>Where the blob lies, or would lie.</summary>
    public string PathOf(Digest digest) => Path.Combine(_blobs, digest.Algorithm, digest.Hex);

    /// <summary>Whether the blob is here.</summary>
    public bool Contains(Digest digest) => File.Exists(PathOf(digest));

    /// <summary>Bytes of the blob, or null when it is not here.</summary>
    public long? SizeOf(Digest digest)
    {
        var file = new FileInfo(PathOf(digest));
        return file.Exists ? file.Length : null;
    }

    /// <summary>
    /// Opens a blob for reading from its start, verified like content from anywhere else: disks rot, and people edit files. Null when it is not here.
    /// </summary>
    public Stream? Find(Descriptor blob)
    {
        var path = PathOf(blob.Digest);
        try
        {
            return new VerifyingStream(new FileStream(path, ReadOptions), blob, $"'{path}'");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads a small blob whole and verifies it; null when it is not here.</summary>
    /// <param name="limit">Bytes over which the blob is refused.</param>
    public async Task<byte[]?> FindBytesAsync(Digest digest, int limit, CancellationToken cancellationToken)
    {
        if (SizeOf(digest) is not { } size)
        {
            return null;
        }

        if (size > limit)
        {
            throw MirrorErrors.SizeMismatch.Exception($"'{PathOf(digest)}' has {size} bytes, over the limit of {limit} for its kind.");
        }

        var stream = Find(new Descriptor("", digest, size));
        if (stream is null)
        {
            return null;
        }

        await using (stream.ConfigureAwait(false))
        {
            var bytes = new byte[size];
            cancellationToken.ThrowIfCancellationRequested();
            stream.ReadExactly(bytes);
            return bytes;
        }
    }

    /// <summary>
    /// Takes <paramref name="content"/> in, unless it is here already (then the stream is not read). The blob appears under its name only
    /// when all of it is on the disk and verified.
    /// </summary>
    /// <exception cref="MirrorException">MIR4xxx: wrong size or digest, or the disk is full; nothing is left behind.</exception>
    public async Task IngestAsync(Descriptor expected, Stream content, CancellationToken cancellationToken)
    {
        if (Contains(expected.Digest))
        {
            return;
        }

        var temporary = NewTemporaryPath();
        try
        {
            await WriteAsync(temporary, expected, content, cancellationToken).ConfigureAwait(false);
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(expected.Digest))!);
            File.Move(temporary, PathOf(expected.Digest), overwrite: true);
        }
        catch (IOException e) when (DiskErrors.IsDiskFull(e))
        {
            throw DiskErrors.Full(_root, $"storing '{expected.Digest}' ({expected.Size} bytes)", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Takes small content in that is already in memory.</summary>
    public async Task<Digest> IngestAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var digest = Digest.Of(content.Span);
        if (!Contains(digest))
        {
            using var stream = new ReadOnlyMemoryStream(content);
            await IngestAsync(new Descriptor("", digest, content.Length), stream, cancellationToken).ConfigureAwait(false);
        }

        return digest;
    }

    /// <summary>
    /// Begins a blob that arrives in pieces and whose digest is told last, as uploads to a registry do. <paramref name="algorithm"/> is the one that
    /// the digest will probably have; another costs reading the content again.
    /// </summary>
    public IncomingBlob Receive(HashAlgorithmName algorithm) => new(this, NewTemporaryPath(), algorithm);

    /// <summary>Every blob that is here, by digest.</summary>
    public IEnumerable<Digest> Enumerate()
    {
        foreach (var algorithm in (string[])["sha256", "sha512"])
        {
            var folder = Path.Combine(_blobs, algorithm);
            if (!Directory.Exists(folder))
            {
                continue;
            }

            foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            {
                if (Digest.TryParse($"{algorithm}:{Path.GetFileName(file)}", out var digest))
                {
                    yield return digest;
                }
            }
        }
    }

    /// <summary>Removes the blob if it is here.</summary>
    public bool Delete(Digest digest)
    {
        var path = PathOf(digest);
        if (!File.Exists(path))
        {
            return false;
        }

        File.Delete(path);
        return true;
    }

    /// <summary>Reads every blob and removes those that are not what their name says, so that they are brought again. Returns how many there were.</summary>
    public async Task<int> RemoveDamagedAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            foreach (var digest in Enumerate())
            {
                if (!await IsWholeAsync(digest, buffer, cancellationToken).ConfigureAwait(false))
                {
                    removed += Delete(digest) ? 1 : 0;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return removed;
    }

    /// <summary>
    /// Removes what a killed process left half-written. A file that another process is writing is locked, and stays.
    /// </summary>
    public void RemoveAbandoned()
    {
        if (!Directory.Exists(_incoming))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(_incoming))
        {
            if (IsAbandoned(file))
            {
                File.Delete(file);
            }
        }
    }

    private static readonly FileStreamOptions ReadOptions = new()
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.Read | FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
    };

    private async Task<bool> IsWholeAsync(Digest digest, byte[] buffer, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(digest.HashAlgorithm);
        var file = new FileStream(PathOf(digest), ReadOptions);
        await using (file.ConfigureAwait(false))
        {
            int read;
            while ((read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, read);
            }
        }

        return Digest.FromHash(digest.HashAlgorithm, hash.GetHashAndReset()) == digest;
    }

    private static bool IsAbandoned(string file)
    {
        // The lock alone would leave a gap between a writer's creating and locking its file.
        var name = Path.GetFileName(file);
        if (int.TryParse(name.AsSpan(0, Math.Max(0, name.IndexOf('-', StringComparison.Ordinal))), CultureInfo.InvariantCulture, out var id) && IsRunning(id))
        {
            return false;
        }

        try
        {
            using var probe = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return false; // Locked: its writer is alive.
        }
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private string NewTemporaryPath()
    {
        if (_isReadOnly)
        {
            throw new InvalidOperationException($"Nothing may be written to '{_root}' in this run.");
        }

        Directory.CreateDirectory(_incoming);
        return Path.Combine(_incoming, $"{Environment.ProcessId}-{Path.GetRandomFileName()}");
    }

    private static async Task WriteAsync(string temporary, Descriptor expected, Stream content, CancellationToken cancellationToken)
    {
        // Hashing costs as much as receiving and writing together, so what proves itself while it is read is not hashed once more.
        using var hash = (content as ReadOnlyStream)?.Proves == expected.Digest ? null : IncrementalHash.CreateHash(expected.Digest.HashAlgorithm);
        var file = PreallocatedFile.Create(temporary, FileMode.CreateNew, expected.Size);
        await using (file.ConfigureAwait(false))
        {
            var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
            try
            {
                var written = 0L;
                int read;

                // A connection gives little at a time. On Linux what is asynchronous with files occupies another thread of the pool, so it only adds the way there and back.
                while ((read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    written += read;
                    if (written > expected.Size)
                    {
                        break;
                    }

                    hash?.AppendData(buffer, 0, read);
                    file.Write(buffer, 0, read);
                }

                Verify(expected, written, hash);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            file.Flush(flushToDisk: true);
        }
    }

    private static void Verify(Descriptor expected, long written, IncrementalHash? hash)
    {
        if (written != expected.Size)
        {
            var amount = written > expected.Size ? $"more than {expected.Size}" : $"{written} of {expected.Size}";
            throw MirrorErrors.SizeMismatch.Exception($"'{expected.Digest}' arrived with {amount} bytes.");
        }

        if (hash is not null && Digest.FromHash(expected.Digest.HashAlgorithm, hash.GetHashAndReset()) is var actual && actual != expected.Digest)
        {
            throw MirrorErrors.DigestMismatch.Exception($"Content that should be '{expected.Digest}' is '{actual}'.");
        }
    }
}
