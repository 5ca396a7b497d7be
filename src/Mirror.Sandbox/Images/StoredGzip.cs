using System.Buffers.Binary;

namespace Mirror.Sandbox.Images;

/// <summary>
/// Gzip (RFC 1952) around stored deflate blocks (RFC 1951, 3.2.4): nothing is compressed, so the bytes do not depend on a compressor's version.
/// </summary>
public static class StoredGzip
{
    private const int MaxBlock = ushort.MaxValue;
    private const int BlockHeaderLength = 5;
    private const int TrailerLength = 8;

    // Deflate, no flags, no time, no extra flags, operating system unknown.
    private static ReadOnlySpan<byte> Header => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

    /// <summary>Wraps <paramref name="content"/>.</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> content)
    {
        var blocks = Math.Max(1, (content.Length + MaxBlock - 1) / MaxBlock);
        var bytes = new byte[Header.Length + (blocks * BlockHeaderLength) + content.Length + TrailerLength];
        Header.CopyTo(bytes);
        var rest = bytes.AsSpan(Header.Length);
        for (var block = 0; block < blocks; block++)
        {
            var part = content[(block * MaxBlock)..Math.Min((block + 1) * MaxBlock, content.Length)];
            rest[0] = block == blocks - 1 ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteUInt16LittleEndian(rest[1..], (ushort)part.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(rest[3..], (ushort)~part.Length);
            part.CopyTo(rest[BlockHeaderLength..]);
            rest = rest[(BlockHeaderLength + part.Length)..];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(rest, Crc32.Of(content));
        BinaryPrimitives.WriteUInt32LittleEndian(rest[4..], (uint)content.Length);
        return bytes;
    }
}
