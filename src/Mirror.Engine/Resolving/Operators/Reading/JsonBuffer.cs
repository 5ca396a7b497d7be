using System.Buffers;
using System.Text;

namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>
/// A growing buffer that JSON is written to. Strings are escaped as little as JSON allows, by rules of our own: the escapes of the base class
/// library follow its Unicode tables, which change between versions, and these bytes end up in digests.
/// </summary>
internal sealed class JsonBuffer(int limit)
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(EscapedBytes());

    private byte[] _bytes = new byte[Math.Min(limit, 16 * 1024)];

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Starts anew.</summary>
    public void Clear() => Length = 0;

    /// <exception cref="CatalogFormatException">The limit would be passed.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <exception cref="CatalogFormatException">The limit would be passed.</exception>
    public void Append(byte value)
    {
        if (Length == _bytes.Length)
        {
            Reserve(1);
        }

        _bytes[Length++] = value;
    }

    /// <summary>Repeats what stands between two places of this buffer.</summary>
    /// <exception cref="CatalogFormatException">The limit would be passed.</exception>
    public void AppendCopy(int start, int length)
    {
        Reserve(length);
        _bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(Length));
        Length += length;
    }

    /// <summary>Takes the last bytes back.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Writes <paramref name="text"/> as a JSON string. A surrogate without its other half becomes U+FFFD, as in any UTF-8.</summary>
    /// <exception cref="CatalogFormatException">The limit would be passed.</exception>
    public void AppendString(string text)
    {
        Append((byte)'"');
        var count = Encoding.UTF8.GetByteCount(text);
        var target = Reserve(count);
        Encoding.UTF8.GetBytes(text, target);
        if (target[..count].IndexOfAny(Escaped) < 0)
        {
            Length += count;
        }
        else
        {
            AppendEscaped(target[..count].ToArray());
        }

        Append((byte)'"');
    }

    private void AppendEscaped(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0)
        {
            var clean = text.IndexOfAny(Escaped);
            if (clean < 0)
            {
                Append(text);
                return;
            }

            Append(text[..clean]);
            AppendEscape(text[clean]);
            text = text[(clean + 1)..];
        }
    }

    private void AppendEscape(byte value)
    {
        switch (value)
        {
            case (byte)'"':
                Append("\\\""u8);
                break;
            case (byte)'\\':
                Append("\\\\"u8);
                break;
            case (byte)'\n':
                Append("\\n"u8);
                break;
            case (byte)'\r':
                Append("\\r"u8);
                break;
            case (byte)'\t':
                Append("\\t"u8);
                break;
            default:
                Append("\\u00"u8);
                Append((byte)"0123456789abcdef"[value >> 4]);
                Append((byte)"0123456789abcdef"[value & 15]);
                break;
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (count > limit - Length)
        {
            throw new CatalogFormatException($"it becomes larger than {limit} bytes of JSON");
        }

        if (count > _bytes.Length - Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(limit, Math.Max(_bytes.Length * 2L, Length + (long)count)));
        }

        return _bytes.AsSpan(Length);
    }

    private static byte[] EscapedBytes() => [.. Enumerable.Range(0, 0x20).Select(value => (byte)value), (byte)'"', (byte)'\\'];
}
