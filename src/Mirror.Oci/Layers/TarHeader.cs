using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Mirror.Oci.Layers;

/// <summary>
/// The header blocks of one entry, a function of path, type, size and mode alone: ustar, preceded by a PAX record where the path does not fit.
/// </summary>
internal static class TarHeader
{
    public const int BlockSize = 512;

    /// <summary>What eleven octal digits hold; a larger size stands in GNU's binary form, which every current reader knows.</summary>
    public const long MaxSize = (1L << 33) - 1;

    private const int NameLength = 100;

    public static byte[] Make(string path, char type, long size, int mode)
    {
        var name = Encoding.UTF8.GetBytes(path);
        if (name.Length <= NameLength && Ascii.IsValid(name))
        {
            return MakeBlock(name, type, size, mode);
        }

        var record = MakeRecord(name);
        var blocks = new byte[BlockSize + PaddedSize(record.Length) + BlockSize];
        MakeBlock("PaxHeader"u8, 'x', record.Length, mode).CopyTo(blocks, 0);
        record.CopyTo(blocks, BlockSize);
        // Who ignores PAX records would otherwise see the beginning of a path as a whole one.
        MakeBlock("PaxPath"u8, type, size, mode).CopyTo(blocks, blocks.Length - BlockSize);
        return blocks;
    }

    public static long PaddedSize(long size) => (size + BlockSize - 1) / BlockSize * BlockSize;

    private static byte[] MakeRecord(byte[] path)
    {
        // The length counts its own digits.
        var rest = " path=\n".Length + path.Length;
        var length = rest + rest.ToString(CultureInfo.InvariantCulture).Length;
        length = rest + length.ToString(CultureInfo.InvariantCulture).Length;
        return [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length} path=")), .. path, (byte)'\n'];
    }

    private static byte[] MakeBlock(ReadOnlySpan<byte> name, char type, long size, int mode)
    {
        var block = new byte[BlockSize];
        name.CopyTo(block);
        WriteOctal(block.AsSpan(100, 8), mode);
        WriteOctal(block.AsSpan(108, 8), 0);
        WriteOctal(block.AsSpan(116, 8), 0);
        WriteSize(block.AsSpan(124, 12), size);
        WriteOctal(block.AsSpan(136, 12), 0);
        block.AsSpan(148, 8).Fill((byte)' ');
        block[156] = (byte)type;
        "ustar\000"u8.CopyTo(block.AsSpan(257));
        var sum = 0;
        foreach (var b in block)
        {
            sum += b;
        }

        WriteOctal(block.AsSpan(148, 7), sum);
        return block;
    }

    private static void WriteSize(Span<byte> field, long size)
    {
        if (size <= MaxSize)
        {
            WriteOctal(field, size);
            return;
        }

        BinaryPrimitives.WriteInt64BigEndian(field[^sizeof(long)..], size);
        field[0] = 0x80;
    }

    private static void WriteOctal(Span<byte> field, long value)
    {
        for (var i = field.Length - 2; i >= 0; i--)
        {
            field[i] = (byte)('0' + (value & 7));
            value >>= 3;
        }

        field[^1] = 0;
    }
}
