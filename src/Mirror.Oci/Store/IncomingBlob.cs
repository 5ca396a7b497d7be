using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Mirror.Oci.Store;

/// <summary>
/// A blob that arrives in pieces. Nothing of it is visible before <see cref="TryCommitAsync"/>, and nothing is left of it when it is disposed without.
/// Not safe for concurrent use.
/// </summary>
public sealed class IncomingBlob : IDisposable
{
    private const int BufferSize = 128 * 1024;

    private readonly BlobFolder _folder;
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly HashAlgorithmName _algorithm;
    private readonly IncrementalHash _hash;

    internal IncomingBlob(BlobFolder folder, string path, HashAlgorithmName algorithm)
    {
        _folder = folder;
        _path = path;
        _algorithm = algorithm;
        _hash = IncrementalHash.CreateHash(algorithm);
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.Asynchronous);
    }

    /// <summary>Bytes that have arrived. A piece whose writing failed does not count and may be sent again.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a piece to the end.</summary>
    /// <exception cref="MirrorException">MIR4003: the disk is full.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await RandomAccess.WriteAsync(_file, bytes, Length, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (DiskErrors.IsDiskFull(e))
        {
            throw DiskErrors.Full(_folder.Root, $"writing a blob of more than {Length} bytes", e);
        }

        _hash.AppendData(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>Puts the blob into its folder if its digest is <paramref name="expected"/>; false, and nothing changed, if it is not. Called once.</summary>
    public async Task<bool> TryCommitAsync(Digest expected, CancellationToken cancellationToken)
    {
        var actual = expected.HashAlgorithm == _algorithm
            ? Digest.FromHash(_algorithm, _hash.GetHashAndReset())
            : await HashAgainAsync(expected.HashAlgorithm, cancellationToken).ConfigureAwait(false);
        if (actual != expected)
        {
            return false;
        }

        var path = _folder.PathOf(expected);
        if (!File.Exists(path))
        {
            // A piece that failed may have left bytes beyond the end.
            RandomAccess.SetLength(_file, Length);
            RandomAccess.FlushToDisk(_file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _file.Dispose();
            File.Move(_path, path, overwrite: true);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
        File.Delete(_path);
    }

    private async Task<Digest> HashAgainAsync(HashAlgorithmName algorithm, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var at = 0L; at < Length;)
            {
                var due = (int)Math.Min(buffer.Length, Length - at);
                var read = await RandomAccess.ReadAsync(_file, buffer.AsMemory(0, due), at, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    throw new EndOfStreamException($"'{_path}' was cut by someone else.");
                }

                hash.AppendData(buffer, 0, read);
                at += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Digest.FromHash(algorithm, hash.GetHashAndReset());
    }
}
