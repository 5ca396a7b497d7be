using System.Buffers.Binary;

namespace Mirror.Sandbox.Images;

/// <summary>Stored deflate blocks (RFC 1951, 3.2.4): nothing is compressed, so the bytes do not depend on a compressor's version.</summary>
internal static class StoredDeflate
{
    private const int MaxBlock = ushort.MaxValue;
    private const int BlockHeaderLength = 5;

    /// <summary>Bytes that content of <paramref name="length"/> bytes becomes.</summary>
    public static int LengthOf(int length) => (BlocksOf(length) * BlockHeaderLength) + length;

    /// <summary>Writes <paramref name="content"/> to the beginning of <paramref name="target"/> and gives what follows.</summary>
    public static Span<byte> Write(ReadOnlySpan<byte> content, Span<byte> target)
    {
        var blocks = BlocksOf(content.Length);
        for (var block = 0; block < blocks; block++)
        {
            var part = content[(block * MaxBlock)..Math.Min((block + 1) * MaxBlock, content.Length)];
            target[0] = block == blocks - 1 ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteUInt16LittleEndian(target[1..], (ushort)part.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(target[3..], (ushort)~part.Length);
            part.CopyTo(target[BlockHeaderLength..]);
            target = target[(BlockHeaderLength + part.Length)..];
        }

        return target;
    }

    private static int BlocksOf(int length) => Math.Max(1, (length + MaxBlock - 1) / MaxBlock);
}
