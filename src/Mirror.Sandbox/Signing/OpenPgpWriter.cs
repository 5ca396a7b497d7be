using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Signing;

/// <summary>The packets of OpenPGP (RFC 9580) that a signed message and the key for it are made of.</summary>
internal static class OpenPgpWriter
{
    /// <summary>What precedes a compressed packet: old form, of indefinite length, ZIP. Release signatures in the wild start like this.</summary>
    private static ReadOnlySpan<byte> CompressedStart => [0xa3, 1];

    /// <summary>A packet with a header in the new form (4.2.1).</summary>
    public static byte[] Packet(int tag, params ReadOnlySpan<byte> body) => [(byte)(0xc0 | tag), .. LengthOf(body.Length), .. body];

    /// <summary>A part of a signature: when it was made, by whom.</summary>
    public static byte[] Subpacket(byte type, params ReadOnlySpan<byte> body) => [.. LengthOf(body.Length + 1), type, .. body];

    /// <summary>A number as RSA has it, high bytes first.</summary>
    public static byte[] Integer(ReadOnlySpan<byte> number)
    {
        var bits = new BigInteger(number, isUnsigned: true, isBigEndian: true).GetBitLength();
        return [.. UInt16((int)bits), .. number[^(int)((bits + 7) / 8)..]];
    }

    /// <summary>Packets inside a compressed packet that compresses nothing.</summary>
    public static byte[] Compressed(ReadOnlySpan<byte> packets)
    {
        var message = new byte[CompressedStart.Length + StoredDeflate.LengthOf(packets.Length)];
        CompressedStart.CopyTo(message);
        StoredDeflate.Write(packets, message.AsSpan(CompressedStart.Length));
        return message;
    }

    /// <summary>The text form (6), with its checksum.</summary>
    public static string Armored(string kind, ReadOnlySpan<byte> packets)
    {
        var lines = Convert.ToBase64String(packets).Chunk(64).Select(line => new string(line));
        Span<byte> sum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc24(packets));
        return $"-----BEGIN PGP {kind}-----\n\n{string.Join('\n', lines)}\n={Convert.ToBase64String(sum[1..])}\n-----END PGP {kind}-----\n";
    }

    public static byte[] UInt16(int value)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    public static byte[] UInt32(long value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value);
        return bytes;
    }

    private static byte[] LengthOf(int length) => length < 192 ? [(byte)length] : [0xff, .. UInt32(length)];

    private static uint Crc24(ReadOnlySpan<byte> bytes)
    {
        var sum = 0xb704ceu;
        foreach (var value in bytes)
        {
            sum ^= (uint)value << 16;
            for (var bit = 0; bit < 8; bit++)
            {
                sum <<= 1;
                sum = (sum & 0x1000000) == 0 ? sum : sum ^ 0x1864cfb;
            }
        }

        return sum & 0xffffff;
    }
}
