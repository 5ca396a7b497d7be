using System.Globalization;
using System.Numerics;
using System.Text;

namespace Mirror.Charts.Values;

/// <summary>fmt.Sprintf: the verbs and flags that make sense without pointers.</summary>
internal static class GoPrintf
{
    private const int MaxWidth = 1_000_000;

    public static string Format(string format, ReadOnlySpan<object?> arguments, Rendering.RenderBudget budget)
    {
        var text = new TextBuilder(budget);
        var next = 0;
        var reordered = false;
        var i = 0;
        while (i < format.Length)
        {
            var percent = format.IndexOf('%', i);
            if (percent < 0)
            {
                text.Append(format.AsSpan(i));
                break;
            }

            text.Append(format.AsSpan(i, percent - i));
            i = percent + 1;
            var spec = Verb.Read(format, ref i, arguments, ref next, ref reordered);
            budget.Step();
            switch (spec)
            {
                case { Letter: '\0' }:
                    text.Append("%!(NOVERB)");
                    break;
                case { Letter: '%' }:
                    text.Append('%');
                    break;
                case { IsBadIndex: true }:
                    text.Append("%!").Append(spec.Letter).Append("(BADINDEX)");
                    break;
                case { IsBadWidth: true }:
                    text.Append("%!(BADWIDTH)");
                    break;
                default:
                    if (next >= arguments.Length)
                    {
                        text.Append("%!").Append(spec.Letter).Append("(MISSING)");
                    }
                    else
                    {
                        Write(text, spec, Missing.ToNil(arguments[next++]));
                    }

                    break;
            }
        }

        if (!reordered && next < arguments.Length)
        {
            WriteExtra(text, arguments[next..]);
        }

        return text.ToString();
    }

    private static void WriteExtra(TextBuilder text, ReadOnlySpan<object?> rest)
    {
        text.Append("%!(EXTRA ");
        for (var i = 0; i < rest.Length; i++)
        {
            text.Append(i > 0 ? ", " : "");
            if (Missing.ToNil(rest[i]) is { } value)
            {
                GoFormat.Write(text.Append(GoTypes.NameOf(value)).Append('='), value);
            }
            else
            {
                text.Append("<nil>");
            }
        }

        text.Append(')');
    }

    private static void Write(TextBuilder text, Verb verb, object? value)
    {
        if (verb.Letter is 'T')
        {
            text.Append(Pad(verb, GoTypes.NameOf(value)));
            return;
        }

        if (value is null && verb.Letter != 'v')
        {
            text.Append("%!").Append(verb.Letter).Append("(<nil>)");
            return;
        }

        if (value is GoList list && verb.Letter is not 'v' && !(list.GoType == GoList.BytesType && verb.Letter is 's' or 'q' or 'x' or 'X'))
        {
            text.Append('[');
            for (var i = 0; i < list.Count; i++)
            {
                Write(i > 0 ? text.Append(' ') : text, verb, list[i]);
            }

            text.Append(']');
            return;
        }

        if (value is GoMap map && verb.Letter is not 'v')
        {
            var isFirst = true;
            text.Append("map[");
            foreach (var (key, item) in map)
            {
                Write(isFirst ? text : text.Append(' '), verb, key);
                Write(text.Append(':'), verb, item);
                isFirst = false;
            }

            text.Append(']');
            return;
        }

        text.Append(Pad(verb, Text(text, verb, value)));
    }

    private static string Text(TextBuilder text, Verb verb, object? value)
    {
        if (verb.Letter == 'v')
        {
            return value switch
            {
                string s when verb.IsSharp => GoQuote.Quote(s),
                double d => Float(verb, 'g', d),
                _ when GoTypes.TryGetInteger(value, out var number) && value is not GoObject => Integer(verb, number, 10),
                _ => GoFormat.Write(new TextBuilder(text.Budget), value, 0, verb.IsPlus).ToString(),
            };
        }

        return value switch
        {
            string s => TextVerb(verb, s),
            bool b when verb.Letter == 't' => b ? "true" : "false",
            double d when verb.Letter is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' => Float(verb, verb.Letter, d),
            GoObject { Text: { } shown } when verb.Letter is 's' or 'q' => TextVerb(verb, shown),
            GoList list => TextVerb(verb, GoText.FromBytes([.. list.Select(b => (byte)b!)])),
            _ when GoTypes.TryGetInteger(value, out var number) && IntegerVerb(verb, number) is { } shown => shown,
            _ when GoTypes.TryGetUnsigned(value, out var number) && IntegerVerb(verb, number) is { } shown => shown,
            _ => Bad(text, verb, value),
        };
    }

    private static string TextVerb(Verb verb, string s)
    {
        var cut = verb.Precision >= 0 && verb.Letter is 's' or 'q' ? Truncate(s, verb.Precision) : s;
        return verb.Letter switch
        {
            's' => cut,
            'q' when verb.IsSharp && !cut.Contains('`', StringComparison.Ordinal) && !cut.Contains('\n', StringComparison.Ordinal) => $"`{cut}`",
            'q' => GoQuote.Quote(cut, verb.IsPlus),
            'x' => Convert.ToHexStringLower(GoText.ToBytes(s)),
            'X' => Convert.ToHexString(GoText.ToBytes(s)),
            _ => $"%!{verb.Letter}(string={s})",
        };
    }

    private static string Truncate(string s, int runes)
    {
        var index = 0;
        while (runes-- > 0 && index < s.Length)
        {
            index += char.IsHighSurrogate(s[index]) && index + 1 < s.Length ? 2 : 1;
        }

        return s[..index];
    }

    private static string? IntegerVerb(Verb verb, BigInteger number) => verb.Letter switch
    {
        'd' => Integer(verb, number, 10),
        'b' => Integer(verb, number, 2),
        'o' => Integer(verb, number, 8),
        'O' => "0o" + Integer(verb, number, 8),
        'x' => Integer(verb, number, 16),
        'X' => Integer(verb, number, 16).ToUpperInvariant(),
        'c' => Rune.IsValid((int)number) ? new Rune((int)number).ToString() : "\uFFFD",
        'q' => GoQuote.QuoteRune((long)number),
        'U' => "U+" + ((long)number).ToString("X4", CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string Integer(Verb verb, BigInteger number, int radix)
    {
        var magnitude = BigInteger.Abs(number);
        var digits = radix switch
        {
            10 => magnitude.ToString(CultureInfo.InvariantCulture),
            16 => magnitude.IsZero ? "0" : magnitude.ToString("x", CultureInfo.InvariantCulture).TrimStart('0'),
            _ => Convert.ToString((long)(ulong)magnitude, radix),
        };
        var sign = number.Sign < 0 ? "-" : verb.IsPlus ? "+" : verb.IsSpace ? " " : "";
        var prefix = verb.IsSharp ? radix switch { 16 => "0x", 8 => "0", 2 => "0b", _ => "" } : "";
        var length = verb.Precision;
        if (length < 0 && verb is { IsZero: true, IsMinus: false, Width: > 0 })
        {
            length = verb.Width - sign.Length;
        }

        return sign + prefix + digits.PadLeft(Math.Max(length, 0), '0');
    }

    private static string Float(Verb verb, char format, double value)
    {
        var precision = verb.Precision >= 0 ? verb.Precision : format is 'g' or 'G' ? -1 : 6;
        var shown = GoFloat.Format(value, format, precision);
        var sign = shown[0] is '-' or '+' ? shown[..1] : "";
        var digits = shown[sign.Length..];
        sign = sign == "-" ? "-" : verb.IsPlus || shown[0] == '+' ? "+" : verb.IsSpace ? " " : "";
        var width = verb is { IsZero: true, IsMinus: false } && double.IsFinite(value) ? verb.Width - sign.Length : 0;
        return sign + digits.PadLeft(Math.Max(width, 0), '0');
    }

    private static string Bad(TextBuilder text, Verb verb, object? value)
    {
        var shown = GoFormat.Write(new TextBuilder(text.Budget), value).ToString();
        return $"%!{verb.Letter}({GoTypes.NameOf(value)}={shown})";
    }

    private static string Pad(Verb verb, string shown)
    {
        var missing = verb.Width - shown.Length;
        if (missing <= 0)
        {
            return shown;
        }

        if (verb.IsMinus)
        {
            return shown.PadRight(verb.Width);
        }

        return shown.PadLeft(verb.Width, verb is { IsZero: true, Letter: 's' or 'q' or 'v' or 't' } ? '0' : ' ');
    }

    private readonly record struct Verb(char Letter)
    {
        public bool IsPlus { get; init; }

        public bool IsMinus { get; init; }

        public bool IsSharp { get; init; }

        public bool IsSpace { get; init; }

        public bool IsZero { get; init; }

        public int Width { get; init; }

        public int Precision { get; init; }

        public bool IsBadIndex { get; init; }

        public bool IsBadWidth { get; init; }

        public static Verb Read(string format, ref int i, ReadOnlySpan<object?> arguments, ref int next, ref bool reordered)
        {
            var flagsStart = i;
            while (i < format.Length && "+-# 0".Contains(format[i], StringComparison.Ordinal))
            {
                i++;
            }

            var flags = format.AsSpan(flagsStart, i - flagsStart);
            var isBadIndex = !ReadIndex(format, ref i, arguments.Length, ref next, ref reordered);
            var width = ReadNumber(format, ref i, arguments, ref next, out var isBadWidth);
            var precision = -1;
            if (i < format.Length && format[i] == '.')
            {
                i++;
                isBadIndex |= !ReadIndex(format, ref i, arguments.Length, ref next, ref reordered);
                precision = ReadNumber(format, ref i, arguments, ref next, out _);
            }

            isBadIndex |= !ReadIndex(format, ref i, arguments.Length, ref next, ref reordered);
            return new Verb(i < format.Length ? format[i++] : '\0')
            {
                IsPlus = flags.Contains('+'),
                IsMinus = flags.Contains('-') || width < 0,
                IsSharp = flags.Contains('#'),
                IsSpace = flags.Contains(' '),
                IsZero = flags.Contains('0'),
                Width = Math.Abs(width),
                Precision = precision,
                IsBadIndex = isBadIndex,
                IsBadWidth = isBadWidth,
            };
        }

        private static bool ReadIndex(string format, ref int i, int count, ref int next, ref bool reordered)
        {
            if (i >= format.Length || format[i] != '[')
            {
                return true;
            }

            reordered = true;
            var end = format.IndexOf(']', i);
            if (end < 0)
            {
                i++;
                return false;
            }

            var isValid = int.TryParse(format.AsSpan(i + 1, end - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index >= 1 && index <= count;
            i = end + 1;
            next = isValid ? index - 1 : next;
            return isValid;
        }

        private static int ReadNumber(string format, ref int i, ReadOnlySpan<object?> arguments, ref int next, out bool isBad)
        {
            isBad = false;
            if (i < format.Length && format[i] == '*')
            {
                i++;
                isBad = next >= arguments.Length || arguments[next] is not nint || Math.Abs((nint)arguments[next]!) > MaxWidth;
                return isBad ? 0 : (int)(nint)arguments[next++]!;
            }

            var start = i;
            while (i < format.Length && char.IsAsciiDigit(format[i]))
            {
                i++;
            }

            if (i == start)
            {
                return 0;
            }

            isBad = !int.TryParse(format.AsSpan(start, i - start), CultureInfo.InvariantCulture, out var number) || number > MaxWidth;
            return isBad ? 0 : number;
        }
    }
}
