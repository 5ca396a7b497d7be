using System.Collections;

namespace Mirror.Charts.Values;

/// <summary>The bytes of a file as elements of a list, without an object for each of them.</summary>
internal sealed class ByteItems(ReadOnlyMemory<byte> data) : IReadOnlyList<object?>
{
    private static readonly object[] _boxes = [.. Enumerable.Range(byte.MinValue, byte.MaxValue + 1).Select(value => (object)(byte)value)];

    public int Count => data.Length;

    public object? this[int index] => _boxes[data.Span[index]];

    public IEnumerator<object?> GetEnumerator()
    {
        for (var i = 0; i < data.Length; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
