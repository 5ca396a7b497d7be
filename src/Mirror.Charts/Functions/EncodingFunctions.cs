using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>Base 64, base 32 and checksums. What cannot be decoded gives the message of Go's error as text, as Sprig does.</summary>
internal static class EncodingFunctions
{
    private const string Base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static readonly SearchValues<char> _base32Characters = SearchValues.Create(Base32Alphabet);
    private static readonly SearchValues<char> _base64Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\r\n");

    public static IEnumerable<TemplateFunction> All =>
    [
        Of("b64enc", (_, a) => Convert.ToBase64String(GoText.ToBytes((string)a[0]!)), Text),
        Of("b64dec", (_, a) => DecodeBase64((string)a[0]!), Text),
        Of("b32enc", (_, a) => EncodeBase32(GoText.ToBytes((string)a[0]!)), Text),
        Of("b32dec", (_, a) => DecodeBase32((string)a[0]!), Text),
        Of("sha1sum", (_, a) => Convert.ToHexStringLower(Sha1(GoText.ToBytes((string)a[0]!))), Text),
        Of("sha256sum", (_, a) => Convert.ToHexStringLower(SHA256.HashData(GoText.ToBytes((string)a[0]!))), Text),
        Of("sha512sum", (_, a) => Convert.ToHexStringLower(SHA512.HashData(GoText.ToBytes((string)a[0]!))), Text),
        Of("adler32sum", (_, a) => Adler32(GoText.ToBytes((string)a[0]!)).ToString(System.Globalization.CultureInfo.InvariantCulture), Text),
    ];

    /// <summary>Standard alphabet with padding; line breaks are skipped.</summary>
    public static bool TryDecodeBase64(string text, out byte[] bytes)
    {
        var plain = text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        bytes = new byte[plain.Length / 4 * 3];
        if (plain.Any(char.IsWhiteSpace) || !Convert.TryFromBase64String(plain, bytes, out var written))
        {
            bytes = [];
            return false;
        }

        bytes = bytes[..written];
        return true;
    }

    private static string DecodeBase64(string text)
    {
        if (TryDecodeBase64(text, out var bytes))
        {
            return GoText.FromBytes(bytes);
        }

        var bad = text.AsSpan().IndexOfAnyExcept(_base64Characters);
        return $"illegal base64 data at input byte {(bad >= 0 ? bad : text.Length)}";
    }

    private static string EncodeBase32(byte[] bytes)
    {
        var text = new StringBuilder((bytes.Length + 4) / 5 * 8);
        Span<byte> group = stackalloc byte[8];
        for (var i = 0; i < bytes.Length; i += 5)
        {
            group.Clear();
            var count = Math.Min(5, bytes.Length - i);
            bytes.AsSpan(i, count).CopyTo(group[3..]);
            var bits = BinaryPrimitives.ReadUInt64BigEndian(group);
            var digits = (count * 8 + 4) / 5;
            for (var digit = 0; digit < 8; digit++)
            {
                text.Append(digit < digits ? Base32Alphabet[(int)(bits >> (35 - digit * 5)) & 31] : '=');
            }
        }

        return text.ToString();
    }

    private static string DecodeBase32(string text)
    {
        var plain = text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
        var digits = plain.TrimEnd('=');
        var bad = digits.AsSpan().IndexOfAnyExcept(_base32Characters);
        if (bad >= 0 || plain.Length % 8 != 0 || (digits.Length % 8) is 1 or 3 or 6)
        {
            return $"illegal base32 data at input byte {(bad >= 0 ? bad : digits.Length)}";
        }

        var bytes = new byte[digits.Length * 5 / 8];
        for (var i = 0; i < bytes.Length; i++)
        {
            var bit = i * 8;
            var window = 0;
            for (var digit = bit / 5; digit < bit / 5 + 3; digit++)
            {
                window = window << 5 | (digit < digits.Length ? Base32Alphabet.IndexOf(digits[digit], StringComparison.Ordinal) : 0);
            }

            bytes[i] = (byte)(window >> (7 - bit % 5));
        }

        return GoText.FromBytes(bytes);
    }

    private static byte[] Sha1(byte[] bytes) => SHA1.HashData(bytes);

    private static uint Adler32(byte[] bytes)
    {
        const uint modulus = 65521;
        uint low = 1, high = 0;
        foreach (var b in bytes)
        {
            low = (low + b) % modulus;
            high = (high + low) % modulus;
        }

        return high << 16 | low;
    }
}
