using System.Text;

namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>
/// The text form of OpenPGP data (RFC 9580, section 6). Text around the blocks is skipped, as keys are published with notes before them. The
/// checksum is optional; a wrong one is refused.
/// </summary>
internal static class OpenPgpArmor
{
    private const string Begin = "-----BEGIN PGP ";
    private const string End = "-----END PGP ";
    private const string Dashes = "-----";

    /// <summary>Whether the bytes are text; packets of any kind start with the highest bit set.</summary>
    public static bool IsArmored(ReadOnlySpan<byte> bytes) => bytes.Length > 0 && bytes[0] < 0x80;

    /// <summary>The blocks with their kind (<c>PUBLIC KEY BLOCK</c>), in their order.</summary>
    public static IReadOnlyList<(string Kind, byte[] Bytes)> Decode(ReadOnlySpan<byte> text, OpenPgpInput input)
    {
        if (text.Length > 2 * OpenPgpPacketReader.MaxSize)
        {
            throw input.Damaged($"it has more than {2 * OpenPgpPacketReader.MaxSize} bytes");
        }

        var lines = Encoding.Latin1.GetString(text).Split('\n');
        var blocks = new List<(string, byte[])>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (!line.StartsWith(Begin, StringComparison.Ordinal) || !line.EndsWith(Dashes, StringComparison.Ordinal) || line.Length < Begin.Length + Dashes.Length)
            {
                continue;
            }

            var kind = line[Begin.Length..^Dashes.Length];
            blocks.Add((kind, kind == "SIGNED MESSAGE" ? [] : DecodeBlock(lines, ref i, kind, input)));
        }

        return blocks.Count > 0 ? blocks : throw input.Damaged("it is neither binary nor has a line '-----BEGIN PGP ...-----'");
    }

    private static byte[] DecodeBlock(string[] lines, ref int i, string kind, OpenPgpInput input)
    {
        i++;
        while (i < lines.Length && lines[i].Contains(':', StringComparison.Ordinal))
        {
            i++;
        }

        // The blank line that ends the headers is missing in keys that were published.
        var encoded = new StringBuilder();
        var checksum = "";
        for (; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line == $"{End}{kind}{Dashes}")
            {
                return Decode(encoded.ToString(), checksum, input);
            }

            if (line.StartsWith('=') && line.Length == 5)
            {
                checksum = line[1..];
            }
            else
            {
                encoded.Append(line);
            }
        }

        throw input.Damaged($"the line '{End}{kind}{Dashes}' is missing");
    }

    private static byte[] Decode(string encoded, string checksum, OpenPgpInput input)
    {
        var bytes = new byte[encoded.Length / 4 * 3 + 3];
        if (!Convert.TryFromBase64String(encoded, bytes, out var count))
        {
            throw input.Damaged("it is not valid base64");
        }

        bytes = bytes[..count];
        var sum = new byte[3];
        if (checksum.Length > 0 && (!Convert.TryFromBase64String(checksum, sum, out var length) || length != 3 || Crc24(bytes) != (sum[0] << 16 | sum[1] << 8 | sum[2])))
        {
            throw input.Damaged("the checksum of the text form is wrong");
        }

        return bytes;
    }

    private static int Crc24(byte[] bytes)
    {
        var crc = 0xb704ce;
        foreach (var b in bytes)
        {
            crc ^= b << 16;
            for (var bit = 0; bit < 8; bit++)
            {
                crc <<= 1;
                if ((crc & 0x1000000) != 0)
                {
                    crc ^= 0x1864cfb;
                }
            }
        }

        return crc & 0xffffff;
    }
}
