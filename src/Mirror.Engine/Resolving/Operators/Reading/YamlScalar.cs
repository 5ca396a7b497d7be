using System.Globalization;
using System.Numerics;

namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>
/// What a plain YAML scalar is in JSON, by the rules of the library that the Kubernetes tools read YAML with (YAML 1.1 with some of 1.2): a
/// catalog must mean here what it means to opm. Dates stay strings.
/// </summary>
internal static class YamlScalar
{
    /// <summary>
    /// The JSON of <paramref name="text"/> if it is a number, a boolean or null; null if it is a string.
    /// </summary>
    /// <exception cref="CatalogFormatException">It is infinite or not a number, for which JSON has no words.</exception>
    public static string? Resolve(string text)
    {
        if (text.Length == 0)
        {
            return "null";
        }

        return text[0] switch
        {
            'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' or '~' => ResolveWord(text),
            '.' => ResolveSpecial(text) ?? (IsFloat(text) ? Float(text) : null),
            '+' or '-' or (>= '0' and <= '9') => ResolveSpecial(text) ?? ResolveNumber(text),
            _ => null,
        };
    }

    private static string? ResolveWord(string text) => text switch
    {
        "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => "true",
        "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => "false",
        "~" or "null" or "Null" or "NULL" => "null",
        _ => null,
    };

    private static string? ResolveSpecial(string text) => text is
        ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF"
        ? throw new CatalogFormatException($"the number '{text}' has no form in JSON")
        : null;

    private static string? ResolveNumber(string text)
    {
        if (IsTimestamp(text))
        {
            return null;
        }

        var plain = text.Replace("_", "", StringComparison.Ordinal);
        return Integer(plain) ?? (IsFloat(plain) ? Float(plain) : null);
    }

    /// <summary>Decimal, or with a prefix for another base: '0x', '0o', '0b', or a lone '0' for octal.</summary>
    private static string? Integer(string plain)
    {
        var negative = plain[0] == '-';
        var digits = plain[0] is '-' or '+' ? plain.AsSpan(1) : plain;
        var (numberBase, skip) = digits switch
        {
            ['0', 'x' or 'X', _, ..] => (16, 2),
            ['0', 'o' or 'O', _, ..] => (8, 2),
            ['0', 'b' or 'B', _, ..] => (2, 2),
            ['0', _, ..] => (8, 1),
            _ => (10, 0),
        };
        digits = digits[skip..];
        if (digits.Length is 0 or > 1000)
        {
            return null;
        }

        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            var number = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : 99;
            if (number >= numberBase)
            {
                return null;
            }

            value = (value * numberBase) + number;
        }

        return (negative ? -value : value).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A sign, digits with at most one point, an exponent; at least one digit before the exponent.</summary>
    private static bool IsFloat(ReadOnlySpan<char> text)
    {
        var rest = text is ['-' or '+', ..] ? text[1..] : text;
        var whole = Digits(rest);
        rest = rest[whole..];
        if (rest is ['.', ..])
        {
            rest = rest[1..];
            var fraction = Digits(rest);
            if (whole + fraction == 0)
            {
                return false;
            }

            rest = rest[fraction..];
        }
        else if (whole == 0)
        {
            return false;
        }

        if (rest is ['e' or 'E', ..])
        {
            rest = rest[1..];
            rest = rest is ['-' or '+', ..] ? rest[1..] : rest;
            var exponent = Digits(rest);
            return exponent > 0 && exponent == rest.Length;
        }

        return rest.Length == 0;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    /// <summary>The shortest form that reads back as the same number, written as Go writes JSON; a string if it is out of range.</summary>
    private static string? Float(string text)
    {
        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            return null;
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0" : "0";
        }

        var (digits, point) = Decompose(value.ToString("R", CultureInfo.InvariantCulture));
        var sign = value < 0 ? "-" : "";
        var magnitude = Math.Abs(value);
        if (magnitude is < 1e-6 or >= 1e21)
        {
            var exponent = point - 1;
            var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent):00}")
                .Replace("e-0", "e-", StringComparison.Ordinal);
        }

        return sign + (point <= 0 ? $"0.{new string('0', -point)}{digits}"
            : point >= digits.Length ? digits + new string('0', point - digits.Length)
            : $"{digits[..point]}.{digits[point..]}");
    }

    /// <summary>Significant digits, and where the decimal point stands before them.</summary>
    private static (string Digits, int Point) Decompose(string shortest)
    {
        var text = shortest.TrimStart('-');
        var exponentAt = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = exponentAt < 0 ? 0 : int.Parse(text.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var pointAt = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var point = (pointAt < 0 ? digits.Length : pointAt) + exponent;
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits[leading..].TrimEnd('0');
        return (digits, point - leading);
    }

    private static readonly string[] TimestampFormats =
    [
        "yyyy-M-d", "yyyy-M-d H:m:s.FFFFFFF", "yyyy-M-d\\TH:m:s.FFFFFFFK", "yyyy-M-d\\tH:m:s.FFFFFFFK",
    ];

    private static bool IsTimestamp(string text) =>
        text.Length >= 8 && text[4] == '-' && Digits(text) == 4
        && DateTime.TryParseExact(text, TimestampFormats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _);
}
