using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Mirror.Charts.Functions;

/// <summary>The key derivation of RFC 7914 with the one set of parameters that Sprig uses: N = 32768, r = 8, p = 2, 64 bytes.</summary>
internal static class Scrypt
{
    private const int Cost = 32768;
    private const int BlockSize = 8;
    private const int Parallelism = 2;
    private const int KeyBytes = 64;
    private const int WordsOfBlock = 32 * BlockSize;
    private const int WordsOfSalsa = 16;

    public static byte[] Derive(byte[] password, byte[] salt)
    {
        var bytes = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, Parallelism * WordsOfBlock * sizeof(uint));
        var words = new uint[Parallelism * WordsOfBlock];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)));
        }

        for (var i = 0; i < Parallelism; i++)
        {
            Mix(words.AsSpan(i * WordsOfBlock, WordsOfBlock));
        }

        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), words[i]);
        }

        return Rfc2898DeriveBytes.Pbkdf2(password, bytes, 1, HashAlgorithmName.SHA256, KeyBytes);
    }

    private static void Mix(Span<uint> block)
    {
        var table = new uint[Cost * WordsOfBlock];
        var scratch = new uint[WordsOfBlock];
        for (var i = 0; i < Cost; i++)
        {
            block.CopyTo(table.AsSpan(i * WordsOfBlock));
            MixBlock(block, scratch);
        }

        for (var i = 0; i < Cost; i++)
        {
            var chosen = table.AsSpan((int)(block[WordsOfBlock - WordsOfSalsa] % Cost) * WordsOfBlock, WordsOfBlock);
            for (var j = 0; j < WordsOfBlock; j++)
            {
                block[j] ^= chosen[j];
            }

            MixBlock(block, scratch);
        }
    }

    private static void MixBlock(Span<uint> block, uint[] scratch)
    {
        Span<uint> x = stackalloc uint[WordsOfSalsa];
        block[^WordsOfSalsa..].CopyTo(x);
        for (var i = 0; i < 2 * BlockSize; i++)
        {
            for (var j = 0; j < WordsOfSalsa; j++)
            {
                x[j] ^= block[i * WordsOfSalsa + j];
            }

            Salsa(x);

            // Even blocks first, then the odd ones.
            x.CopyTo(scratch.AsSpan((i / 2 + i % 2 * BlockSize) * WordsOfSalsa));
        }

        scratch.CopyTo(block);
    }

    private static void Salsa(Span<uint> block)
    {
        Span<uint> x = stackalloc uint[WordsOfSalsa];
        block.CopyTo(x);
        for (var round = 0; round < 4; round++)
        {
            Quarter(x, 0, 4, 8, 12);
            Quarter(x, 5, 9, 13, 1);
            Quarter(x, 10, 14, 2, 6);
            Quarter(x, 15, 3, 7, 11);
            Quarter(x, 0, 1, 2, 3);
            Quarter(x, 5, 6, 7, 4);
            Quarter(x, 10, 11, 8, 9);
            Quarter(x, 15, 12, 13, 14);
        }

        for (var i = 0; i < WordsOfSalsa; i++)
        {
            block[i] += x[i];
        }
    }

    private static void Quarter(Span<uint> x, int a, int b, int c, int d)
    {
        x[b] ^= BitOperations.RotateLeft(x[a] + x[d], 7);
        x[c] ^= BitOperations.RotateLeft(x[b] + x[a], 9);
        x[d] ^= BitOperations.RotateLeft(x[c] + x[b], 13);
        x[a] ^= BitOperations.RotateLeft(x[d] + x[c], 18);
    }
}
