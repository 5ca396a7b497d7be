using System.Buffers;
using System.Text;

namespace Mirror.Charts.Values;

/// <summary>
/// Go strings are bytes, .NET strings are not. A byte that is not part of valid UTF-8 is kept as a lone low surrogate
/// (U+DC80 to U+DCFF), so that cutting and joining strings gives back the same bytes.
/// </summary>
internal static class GoText
{
    private const char FirstRawByte = '\uDC80';
    private const char LastRawByte = '\uDCFF';

    public static bool IsRawByte(char c) => c is >= FirstRawByte and <= LastRawByte;

    /// <summary>Length in bytes, as Go's len says.</summary>
    public static int ByteCount(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.Length;
        }

        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            count += RuneBytes(text, ref i);
        }

        return count;
    }

    /// <summary>The bytes from <paramref name="start"/> up to <paramref name="end"/>, as text again.</summary>
    public static string Slice(string text, int start, int end) =>
        Ascii.IsValid(text) ? text[start..end] : FromBytes(ToBytes(text).AsSpan(start, end - start));

    public static byte[] ToBytes(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstRawByte, LastRawByte))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new ArrayBufferWriter<byte>(text.Length + 16);
        Span<byte> buffer = stackalloc byte[4];
        for (var i = 0; i < text.Length; i++)
        {
            var status = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var used);
            if (status == OperationStatus.Done)
            {
                bytes.Write(buffer[..rune.EncodeToUtf8(buffer)]);
                i += used - 1;
            }
            else if (IsRawByte(text[i]))
            {
                buffer[0] = (byte)(text[i] - FirstRawByte + 0x80);
                bytes.Write(buffer[..1]);
            }
            else
            {
                bytes.Write(buffer[..Rune.ReplacementChar.EncodeToUtf8(buffer)]);
            }
        }

        return bytes.WrittenSpan.ToArray();
    }

    public static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        while (bytes.Length > 0)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var used) == OperationStatus.Done)
            {
                text.Append(rune);
                bytes = bytes[used..];
            }
            else
            {
                text.Append((char)(FirstRawByte + bytes[0] - 0x80));
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }

    private static int RuneBytes(string text, ref int index)
    {
        if (IsRawByte(text[index]) && (index == 0 || !char.IsHighSurrogate(text[index - 1])))
        {
            return 1;
        }

        if (Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out var used) != OperationStatus.Done)
        {
            return 3;
        }

        index += used - 1;
        return rune.Utf8SequenceLength;
    }
}
