using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mirror.Oci.Layers;

/// <summary>
/// Writes gzip without compressing (RFC 1951, 3.2.4): what a compressor gives depends on its version, and an output of Mirror must not. Blocks
/// are cut at fixed places however the bytes come in. Computes both digests on the way.
/// </summary>
internal sealed class StoredGzip(Stream destination) : IDisposable
{
    private const int BlockHeader = 5;
    private const int MaxBlock = 65535;

    private static readonly byte[] Header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

    private readonly IncrementalHash _packedHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _plainHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _block = new byte[BlockHeader + MaxBlock];
    private int _filled;
    private uint _crc;
    private long _plainSize;
    private long _packedSize;

    /// <summary>Takes the next bytes of the content.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _plainHash.AppendData(content.Span);
        _crc = Crc32.Update(_crc, content.Span);
        _plainSize += content.Length;
        while (!content.IsEmpty)
        {
            if (_filled == MaxBlock)
            {
                await WriteBlockAsync(isLast: false, cancellationToken).ConfigureAwait(false);
            }

            var part = content[..Math.Min(content.Length, MaxBlock - _filled)];
            part.CopyTo(_block.AsMemory(BlockHeader + _filled));
            _filled += part.Length;
            content = content[part.Length..];
        }
    }

    /// <summary>Ends the file and says what was written.</summary>
    public async Task<WrittenLayer> CompleteAsync(CancellationToken cancellationToken)
    {
        await WriteBlockAsync(isLast: true, cancellationToken).ConfigureAwait(false);
        var trailer = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), (uint)_plainSize);
        await WritePackedAsync(trailer, cancellationToken).ConfigureAwait(false);
        return new WrittenLayer(
            Digest.FromHash(HashAlgorithmName.SHA256, _packedHash.GetHashAndReset()),
            _packedSize,
            Digest.FromHash(HashAlgorithmName.SHA256, _plainHash.GetHashAndReset()));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _packedHash.Dispose();
        _plainHash.Dispose();
    }

    private async Task WriteBlockAsync(bool isLast, CancellationToken cancellationToken)
    {
        if (_packedSize == 0)
        {
            await WritePackedAsync(Header, cancellationToken).ConfigureAwait(false);
        }

        _block[0] = isLast ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(_block.AsSpan(1), (ushort)_filled);
        BinaryPrimitives.WriteUInt16LittleEndian(_block.AsSpan(3), (ushort)~_filled);
        await WritePackedAsync(_block.AsMemory(0, BlockHeader + _filled), cancellationToken).ConfigureAwait(false);
        _filled = 0;
    }

    private async Task WritePackedAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _packedHash.AppendData(bytes.Span);
        _packedSize += bytes.Length;
        await destination.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }
}
