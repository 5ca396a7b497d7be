using System.Globalization;
using System.Numerics;

namespace Mirror.Charts.Templating;

/// <summary>Go's number literals: an int when it is written like one, a float64 otherwise.</summary>
internal static class NumberLiteral
{
    /// <param name="text">The literal.</param>
    /// <param name="value">nint or double.</param>
    /// <returns>null, or what is wrong with it.</returns>
    public static string? Parse(string text, out object value)
    {
        value = (nint)0;
        var isHex = text.Contains("0x", StringComparison.OrdinalIgnoreCase);
        if (!isHex && text.AsSpan().IndexOfAny(".eE") >= 0)
        {
            var plain = text.Replace("_", "", StringComparison.Ordinal);
            if (!double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || double.IsInfinity(number))
            {
                return $"'{text}' is not a number.";
            }

            value = number;
            return null;
        }

        if (!TryParseInteger(text, out var integer))
        {
            return $"'{text}' is not a number.";
        }

        if (integer < long.MinValue || integer > long.MaxValue)
        {
            return $"The number '{text}' does not fit into 64 bits.";
        }

        value = (nint)(long)integer;
        return null;
    }

    /// <summary>As strconv.ParseInt with base 0 and no limit of size: a sign, a prefix for the base, underscores.</summary>
    public static bool TryParseInteger(string text, out BigInteger integer)
    {
        integer = BigInteger.Zero;
        var digits = text.AsSpan();
        var isNegative = digits is ['-', ..];
        digits = digits is ['-' or '+', ..] ? digits[1..] : digits;
        var (radix, prefix) = digits switch
        {
            ['0', 'x' or 'X', ..] => (16, 2),
            ['0', 'o' or 'O', ..] => (8, 2),
            ['0', 'b' or 'B', ..] => (2, 2),
            ['0', _, ..] => (8, 1),
            _ => (10, 0),
        };
        digits = digits[prefix..];
        if (digits.Length is 0 or > 400 || digits[^1] == '_' || (prefix == 0 && digits[0] == '_'))
        {
            return false;
        }

        foreach (var c in digits)
        {
            if (c == '_')
            {
                continue;
            }

            var digit = char.IsAsciiHexDigit(c) ? int.Parse([c], NumberStyles.HexNumber, CultureInfo.InvariantCulture) : radix;
            if (digit >= radix)
            {
                return false;
            }

            integer = integer * radix + digit;
        }

        integer = isNegative ? -integer : integer;
        return true;
    }
}
