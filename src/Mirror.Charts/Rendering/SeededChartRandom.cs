using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Mirror.Charts.Rendering;

/// <summary>
/// Random values that are the same for the same seed, for renderings that are read and thrown away: their passwords and keys are
/// no secrets and must never be installed. Keys are made once for each size and process; only they differ between processes.
/// </summary>
public sealed class SeededChartRandom(int seed) : IChartRandom
{
    private static readonly ConcurrentDictionary<int, Lazy<RSA>> _keys = new();

    private readonly byte[] _block = new byte[SHA256.HashSizeInBytes];
    private ulong _counter;
    private int _used = SHA256.HashSizeInBytes;

    /// <inheritdoc/>
    public void Fill(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (_used == _block.Length)
            {
                NextBlock();
            }

            bytes[i] = _block[_used++];
        }
    }

    /// <inheritdoc/>
    public RSA RsaKey(int keySize) => _keys.GetOrAdd(keySize, size => new Lazy<RSA>(() => RSA.Create(size))).Value;

    private void NextBlock()
    {
        Span<byte> input = stackalloc byte[sizeof(int) + sizeof(ulong)];
        BinaryPrimitives.WriteInt32LittleEndian(input, seed);
        BinaryPrimitives.WriteUInt64LittleEndian(input[sizeof(int)..], _counter++);
        SHA256.HashData(input, _block);
        _used = 0;
    }
}
