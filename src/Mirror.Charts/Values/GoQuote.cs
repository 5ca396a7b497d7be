using System.Globalization;
using System.Text;

namespace Mirror.Charts.Values;

/// <summary>Go's string literals: written as strconv.Quote does, read as the template language allows.</summary>
internal static class GoQuote
{
    public static string Quote(string text, bool asciiOnly = false)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            AppendEscaped(quoted, text, ref i, '"', asciiOnly);
        }

        return quoted.Append('"').ToString();
    }

    public static string QuoteRune(long rune)
    {
        var text = rune is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF) ? new Rune((int)rune).ToString() : "\uFFFD";
        var quoted = new StringBuilder("'");
        for (var i = 0; i < text.Length; i++)
        {
            AppendEscaped(quoted, text, ref i, '\'', false);
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>The text of a literal, quotes included; false when an escape in it is not one of Go's.</summary>
    public static bool TryUnquote(string literal, out string text)
    {
        text = "";
        if (literal.Length < 2)
        {
            return false;
        }

        if (literal[0] == '`')
        {
            text = literal[1..^1].Replace("\r", "", StringComparison.Ordinal);
            return true;
        }

        var inner = literal.AsSpan(1, literal.Length - 2);
        if (inner.IndexOf('\\') < 0)
        {
            text = inner.ToString();
            return !text.Contains('\n', StringComparison.Ordinal);
        }

        var bytes = new List<byte>();
        Span<byte> utf8 = stackalloc byte[4];
        while (inner.Length > 0)
        {
            if (inner[0] != '\\')
            {
                if (inner[0] == '\n' || Rune.DecodeFromUtf16(inner, out var rune, out var used) != System.Buffers.OperationStatus.Done)
                {
                    return false;
                }

                bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
                inner = inner[used..];
            }
            else if (!TryReadEscape(ref inner, literal[0], bytes))
            {
                return false;
            }
        }

        text = GoText.FromBytes([.. bytes]);
        return true;
    }

    private static bool TryReadEscape(ref ReadOnlySpan<char> rest, char quote, List<byte> bytes)
    {
        if (rest.Length < 2)
        {
            return false;
        }

        var (digits, radix) = rest[1] switch { 'x' => (2, 16), 'u' => (4, 16), 'U' => (8, 16), >= '0' and <= '7' => (3, 8), _ => (0, 0) };
        if (digits == 0)
        {
            var simple = "abfnrtv\\".IndexOf(rest[1], StringComparison.Ordinal);
            if (simple < 0 && rest[1] != quote)
            {
                return false;
            }

            bytes.Add(simple < 0 ? (byte)quote : (byte)"\a\b\f\n\r\t\v\\"[simple]);
            rest = rest[2..];
            return true;
        }

        var start = radix == 8 ? 1 : 2;
        if (rest.Length < start + digits || !TryParse(rest.Slice(start, digits), radix, out var code))
        {
            return false;
        }

        rest = rest[(start + digits)..];
        if (digits < 4)
        {
            bytes.Add((byte)code);
            return code <= 0xFF;
        }

        if (!Rune.IsValid(code))
        {
            return false;
        }

        bytes.AddRange(Encoding.UTF8.GetBytes(new Rune(code).ToString()));
        return true;
    }

    private static bool TryParse(ReadOnlySpan<char> digits, int radix, out int code)
    {
        code = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? int.Parse([c], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : radix;
            if (digit >= radix)
            {
                return false;
            }

            code = unchecked(code * radix + digit);
        }

        return code >= 0;
    }

    private static void AppendEscaped(StringBuilder quoted, string text, ref int index, char quote, bool asciiOnly)
    {
        var c = text[index];
        if (c == quote || c == '\\')
        {
            quoted.Append('\\').Append(c);
        }
        else if (c is >= ' ' and < '\u007F')
        {
            quoted.Append(c);
        }
        else if ("\a\b\f\n\r\t\v".IndexOf(c, StringComparison.Ordinal) is >= 0 and var escape)
        {
            quoted.Append('\\').Append("abfnrtv"[escape]);
        }
        else if (c < ' ' || c == '\u007F')
        {
            quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
        }
        else if (Rune.DecodeFromUtf16(text.AsSpan(index), out var rune, out var used) != System.Buffers.OperationStatus.Done)
        {
            quoted.Append(GoText.IsRawByte(c) ? $"\\x{c - 0xDC00:x2}" : "\\ufffd");
        }
        else
        {
            index += used - 1;
            AppendRune(quoted, rune, asciiOnly);
        }
    }

    private static void AppendRune(StringBuilder quoted, Rune rune, bool asciiOnly)
    {
        if (!asciiOnly && IsPrintable(rune))
        {
            quoted.Append(rune);
        }
        else if (rune.Value < 0x10000)
        {
            quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        }
        else
        {
            quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
        }
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
