using System.IO.Compression;

namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>
/// Splits bytes into packets (RFC 9580, section 4): both header formats, partial and indeterminate lengths, compressed packets opened. All of it
/// is small here, so everything is held in memory, under limits.
/// </summary>
internal static class OpenPgpPacketReader
{
    /// <summary>Bytes of a signature or a keyring; real ones have under 64 KiB.</summary>
    public const int MaxSize = 1024 * 1024;

    private const int MaxPackets = 2_000;
    private const int MaxCompressionDepth = 2;

    /// <summary>Compressed packets are replaced by what is in them; markers and padding are left out.</summary>
    public static IReadOnlyList<OpenPgpPacket> Read(ReadOnlyMemory<byte> bytes, OpenPgpInput input)
    {
        var packets = new List<OpenPgpPacket>();
        Read(bytes, input, 0, packets);
        return packets;
    }

    private static void Read(ReadOnlyMemory<byte> bytes, OpenPgpInput input, int depth, List<OpenPgpPacket> packets)
    {
        if (bytes.Length > MaxSize)
        {
            throw input.Damaged($"it has more than {MaxSize} bytes");
        }

        for (var count = 1; !bytes.IsEmpty; count++)
        {
            if (count > MaxPackets)
            {
                throw input.Damaged($"it has more than {MaxPackets} packets");
            }

            var packet = ReadPacket(ref bytes, input);
            switch (packet.Tag)
            {
                case OpenPgpTag.Marker or OpenPgpTag.Padding:
                    break;
                case OpenPgpTag.Compressed when depth == MaxCompressionDepth:
                    throw input.Damaged("compressed packets are nested too deeply");
                case OpenPgpTag.Compressed:
                    Read(Decompress(packet.Body, input), input, depth + 1, packets);
                    break;
                default:
                    packets.Add(packet);
                    break;
            }
        }
    }

    private static OpenPgpPacket ReadPacket(ref ReadOnlyMemory<byte> bytes, OpenPgpInput input)
    {
        var cursor = new OpenPgpCursor(bytes.Span, input);
        var header = cursor.TakeByte();
        if ((header & 0x80) == 0)
        {
            throw input.Damaged("a packet does not start as one");
        }

        var isNew = (header & 0x40) != 0;
        var tag = (OpenPgpTag)(isNew ? header & 0x3f : (header >> 2) & 0xf);
        var isStreamed = tag is OpenPgpTag.Compressed or OpenPgpTag.Literal or OpenPgpTag.Encrypted or OpenPgpTag.EncryptedWithIntegrity
            or OpenPgpTag.EncryptedWithAuthentication;
        if (tag == 0)
        {
            throw input.Damaged("a packet has the reserved type 0");
        }

        ReadOnlyMemory<byte> body;
        if (isNew)
        {
            body = ReadNewBody(ref cursor, bytes, isStreamed, input);
        }
        else
        {
            var length = (header & 3) switch
            {
                0 => cursor.TakeByte(),
                1 => cursor.TakeUInt16(),
                2 => cursor.TakeUInt32(),
                _ => isStreamed ? (long)cursor.Rest.Length : throw input.Damaged("a packet that must have a length has none"),
            };
            body = TakeBody(ref cursor, bytes, length);
        }

        bytes = bytes[^cursor.Rest.Length..];
        return new OpenPgpPacket(tag, body);
    }

    private static ReadOnlyMemory<byte> ReadNewBody(
        ref OpenPgpCursor cursor, ReadOnlyMemory<byte> bytes, bool isStreamed, OpenPgpInput input)
    {
        MemoryStream? pieces = null;
        while (true)
        {
            var first = cursor.TakeByte();
            if (first is >= 224 and < 255)
            {
                if (!isStreamed)
                {
                    throw input.Damaged("a packet that must be whole comes in pieces");
                }

                pieces ??= new MemoryStream();
                pieces.Write(cursor.Take(1L << (first & 0x1f)));
                continue;
            }

            long length = first switch
            {
                < 192 => first,
                < 224 => ((first - 192) << 8) + cursor.TakeByte() + 192,
                _ => cursor.TakeUInt32(),
            };
            if (pieces is null)
            {
                return TakeBody(ref cursor, bytes, length);
            }

            pieces.Write(cursor.Take(length));
            return pieces.ToArray();
        }
    }

    private static ReadOnlyMemory<byte> TakeBody(ref OpenPgpCursor cursor, ReadOnlyMemory<byte> bytes, long length)
    {
        var start = bytes.Length - cursor.Rest.Length;
        return bytes.Slice(start, cursor.Take(length).Length);
    }

    private static byte[] Decompress(ReadOnlyMemory<byte> body, OpenPgpInput input)
    {
        if (body.IsEmpty)
        {
            throw input.Damaged("a compressed packet is empty");
        }

        using var content = new MemoryStream(body[1..].ToArray(), writable: false);
        using Stream unpacked = body.Span[0] switch
        {
            0 => content,
            1 => new DeflateStream(content, CompressionMode.Decompress),
            2 => new ZLibStream(content, CompressionMode.Decompress),
            var algorithm => throw input.Damaged($"it uses compression {algorithm}; only ZIP (1) and ZLIB (2) are read"),
        };
        using var whole = new MemoryStream();
        var buffer = new byte[8192];
        try
        {
            int read;
            while ((read = unpacked.Read(buffer)) > 0)
            {
                whole.Write(buffer, 0, read);
                if (whole.Length > MaxSize)
                {
                    throw input.Damaged($"it has more than {MaxSize} bytes after decompression");
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw input.Unreadable.Exception($"OpenPGP data of {input.Name} cannot be read: the compressed part is damaged.", e);
        }

        return whole.ToArray();
    }
}
