using System.Collections.Concurrent;
using System.Security.Cryptography;
using Mirror.Charts.Rendering;

namespace Mirror.Charts.Tests;

/// <summary>Random values that differ from seed to seed in everything, keys included.</summary>
internal sealed class FreshKeysRandom(int seed) : IChartRandom, IDisposable
{
    private readonly SeededChartRandom _values = new(seed);
    private readonly ConcurrentDictionary<int, RSA> _keys = new();

    public void Fill(Span<byte> bytes) => _values.Fill(bytes);

    public RSA RsaKey(int keySize) => _keys.GetOrAdd(keySize, RSA.Create);

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }
}
