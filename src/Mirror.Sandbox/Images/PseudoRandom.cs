using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mirror.Sandbox.Images;

/// <summary>
/// Bytes that look random and are the same on every machine and runtime: SplitMix64, because the sequence of <see cref="Random"/> is not a promise.
/// </summary>
public static class PseudoRandom
{
    /// <summary><paramref name="length"/> bytes that depend on <paramref name="seed"/> alone; a longer run starts with the shorter one.</summary>
    public static byte[] Bytes(string seed, int length)
    {
        var state = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));
        var bytes = new byte[length];
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        for (var at = 0; at < length; at += word.Length)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(word, Next(ref state));
            word[..Math.Min(word.Length, length - at)].CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }

    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
