using System.Buffers.Binary;

namespace Mirror.Sandbox.Images;

/// <summary>Gzip (RFC 1952) around stored deflate blocks: the same bytes from every runtime.</summary>
public static class StoredGzip
{
    private const int TrailerLength = 8;

    // Deflate, no flags, no time, no extra flags, operating system unknown.
    private static ReadOnlySpan<byte> Header => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

    /// <summary>Wraps <paramref name="content"/>.</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> content)
    {
        var bytes = new byte[Header.Length + StoredDeflate.LengthOf(content.Length) + TrailerLength];
        Header.CopyTo(bytes);
        var rest = StoredDeflate.Write(content, bytes.AsSpan(Header.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(rest, Crc32.Of(content));
        BinaryPrimitives.WriteUInt32LittleEndian(rest[4..], (uint)content.Length);
        return bytes;
    }
}
