using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Mirror.Charts.Rendering;

namespace Mirror.Charts.Functions;

/// <summary>The password hash of OpenBSD (Provos and Mazières, 1999), version 2a, at the cost that Sprig uses.</summary>
internal sealed class Bcrypt
{
    private const int Cost = 10;
    private const int Rounds = 16;
    private const int SaltBytes = 16;
    private const int MaxPasswordBytes = 72;
    private const int HashBytes = 23;
    private const int WordsOfSubkeys = Rounds + 2;
    private const int WordsOfBox = 256;
    private const int EncryptionsOfText = 64;
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    // Blowfish starts from the fraction of pi in binary.
    private static readonly Lazy<uint[]> _pi = new(() => FractionOfPi(WordsOfSubkeys + 4 * WordsOfBox));

    private readonly uint[] _subkeys = _pi.Value[..WordsOfSubkeys];
    private readonly uint[] _boxes = _pi.Value[WordsOfSubkeys..];

    private Bcrypt()
    {
    }

    public static string Hash(byte[] password, IChartRandom random)
    {
        var salt = new byte[SaltBytes];
        random.Fill(salt);
        return Hash(password, salt);
    }

    public static string Hash(byte[] password, byte[] salt)
    {
        if (password.Length > MaxPasswordBytes)
        {
            return "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes";
        }

        var cipher = new Bcrypt();
        byte[] key = [.. password, 0];
        cipher.Expand(key, salt);
        for (var i = 0; i < 1 << Cost; i++)
        {
            cipher.Expand(key, []);
            cipher.Expand(salt, []);
        }

        var text = "OrpheanBeholderScryDoubt"u8.ToArray();
        for (var i = 0; i < text.Length; i += 8)
        {
            var left = BinaryPrimitives.ReadUInt32BigEndian(text.AsSpan(i));
            var right = BinaryPrimitives.ReadUInt32BigEndian(text.AsSpan(i + 4));
            for (var round = 0; round < EncryptionsOfText; round++)
            {
                cipher.Encrypt(ref left, ref right);
            }

            BinaryPrimitives.WriteUInt32BigEndian(text.AsSpan(i), left);
            BinaryPrimitives.WriteUInt32BigEndian(text.AsSpan(i + 4), right);
        }

        return $"$2a${Cost}${Encode(salt)}{Encode(text.AsSpan(0, HashBytes))}";
    }

    private void Expand(byte[] key, byte[] salt)
    {
        var position = 0;
        for (var i = 0; i < _subkeys.Length; i++)
        {
            _subkeys[i] ^= NextWord(key, ref position);
        }

        uint left = 0, right = 0;
        position = 0;
        Fill(_subkeys, salt, ref position, ref left, ref right);
        Fill(_boxes, salt, ref position, ref left, ref right);
    }

    private void Fill(uint[] words, byte[] salt, ref int position, ref uint left, ref uint right)
    {
        for (var i = 0; i < words.Length; i += 2)
        {
            if (salt.Length > 0)
            {
                left ^= NextWord(salt, ref position);
                right ^= NextWord(salt, ref position);
            }

            Encrypt(ref left, ref right);
            words[i] = left;
            words[i + 1] = right;
        }
    }

    private void Encrypt(ref uint left, ref uint right)
    {
        var (l, r) = (left ^ _subkeys[0], right);
        for (var i = 1; i <= Rounds; i += 2)
        {
            r ^= Mix(l) ^ _subkeys[i];
            l ^= Mix(r) ^ _subkeys[i + 1];
        }

        (left, right) = (r ^ _subkeys[Rounds + 1], l);
    }

    private uint Mix(uint x) =>
        ((_boxes[x >> 24] + _boxes[WordsOfBox + (x >> 16 & 0xFF)]) ^ _boxes[2 * WordsOfBox + (x >> 8 & 0xFF)]) + _boxes[3 * WordsOfBox + (x & 0xFF)];

    private static uint NextWord(byte[] bytes, ref int position)
    {
        uint word = 0;
        for (var i = 0; i < sizeof(uint); i++)
        {
            word = word << 8 | bytes[position];
            position = (position + 1) % bytes.Length;
        }

        return word;
    }

    // Base 64 with an alphabet of its own and no padding.
    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < bytes.Length * 8; bit += 6)
        {
            var window = bytes[bit / 8] << 8 | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text.Append(Alphabet[window >> (10 - bit % 8) & 63]);
        }

        return text.ToString();
    }

    // Machin: pi / 4 = 4 arctan(1/5) - arctan(1/239), in fixed point with some bits to spare.
    private static uint[] FractionOfPi(int words)
    {
        const int spareBits = 64;
        var bits = words * 32 + spareBits;
        var pi = 4 * (4 * ArcTangentOfInverse(5, bits) - ArcTangentOfInverse(239, bits)) >> spareBits;
        var fraction = pi - (new BigInteger(3) << (words * 32));
        var result = new uint[words];
        for (var i = words - 1; i >= 0; i--)
        {
            result[i] = (uint)(fraction & uint.MaxValue);
            fraction >>= 32;
        }

        return result;
    }

    private static BigInteger ArcTangentOfInverse(int x, int bits)
    {
        var power = (BigInteger.One << bits) / x;
        var sum = power;
        for (var n = 3; !power.IsZero; n += 2)
        {
            power /= -x * x;
            sum += power / n;
        }

        return sum;
    }
}
