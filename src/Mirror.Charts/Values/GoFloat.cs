using System.Globalization;
using System.Text;

namespace Mirror.Charts.Values;

/// <summary>Floating-point numbers as Go writes them: at least two digits of exponent, shortest digits that read back the same.</summary>
internal static class GoFloat
{
    private const int ShortestPrecision = -1;

    // With the shortest digits, Go goes over to an exponent at the seventh digit, even where all of them would be shown.
    private const int ShortestExponentLimit = 6;

    /// <param name="value">The number.</param>
    /// <param name="format">One of e, E, f, g, G.</param>
    /// <param name="precision">Digits as in C; -1 for as many as are needed.</param>
    public static string Format(double value, char format, int precision = ShortestPrecision)
    {
        if (double.IsNaN(value))
        {
            return "NaN";
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? "+Inf" : "-Inf";
        }

        return format switch
        {
            'e' or 'E' => WithExponent(value, format, precision),
            'f' or 'F' => Fixed(value, precision),
            _ => General(value, format, precision),
        };
    }

    /// <summary>As encoding/json does: no exponent from 1e-6 up to 1e21.</summary>
    public static string FormatJson(double value)
    {
        var magnitude = Math.Abs(value);
        if (magnitude == 0 || (magnitude >= 1e-6 && magnitude < 1e21))
        {
            return Fixed(value, ShortestPrecision);
        }

        var text = WithExponent(value, 'e', ShortestPrecision);
        var isSmall = text.Length >= 4 && text[^4] == 'e' && text[^3] == '-' && text[^2] == '0';
        return isSmall ? text[..^2] + text[^1] : text;
    }

    private static string General(double value, char format, int precision)
    {
        if (precision == ShortestPrecision)
        {
            var exponent = Shortest(value).Exponent;
            return exponent is < -4 or >= ShortestExponentLimit
                ? WithExponent(value, format == 'G' ? 'E' : 'e', ShortestPrecision)
                : Fixed(value, ShortestPrecision);
        }

        var rounded = Rounded(value, Math.Max(precision, 1));
        var shown = Math.Max(rounded.Digits.TrimEnd('0').Length, 1);
        return rounded.Exponent < -4 || rounded.Exponent >= Math.Max(precision, 1)
            ? WithExponent(value, format == 'G' ? 'E' : 'e', shown - 1)
            : Fixed(value, Math.Max(shown - 1 - rounded.Exponent, 0));
    }

    private static string Fixed(double value, int precision)
    {
        if (precision != ShortestPrecision)
        {
            return value.ToString("F" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        }

        var (sign, digits, exponent) = Shortest(value);
        var text = new StringBuilder(sign);
        if (exponent < 0)
        {
            return text.Append("0.").Append('0', -exponent - 1).Append(digits).ToString();
        }

        if (digits.Length <= exponent + 1)
        {
            return text.Append(digits).Append('0', exponent + 1 - digits.Length).ToString();
        }

        return text.Append(digits, 0, exponent + 1).Append('.').Append(digits, exponent + 1, digits.Length - exponent - 1).ToString();
    }

    private static string WithExponent(double value, char format, int precision)
    {
        var (sign, digits, exponent) = precision == ShortestPrecision ? Shortest(value) : Rounded(value, precision + 1);
        var text = new StringBuilder(sign).Append(digits[0]);
        if (digits.Length > 1)
        {
            text.Append('.').Append(digits, 1, digits.Length - 1);
        }

        return text.Append(format).Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture)).ToString();
    }

    // The digits without a point, and the power of ten of the first.
    private static (string Sign, string Digits, int Exponent) Shortest(double value)
    {
        var shortest = value.ToString("R", CultureInfo.InvariantCulture).AsSpan();
        var sign = shortest[0] == '-' ? "-" : "";
        var exponentStart = shortest.IndexOf('E');
        if (exponentStart >= 0)
        {
            shortest = shortest[..exponentStart];
        }

        var digits = new StringBuilder();
        foreach (var c in shortest)
        {
            if (char.IsAsciiDigit(c) && (c != '0' || digits.Length > 0))
            {
                digits.Append(c);
            }
        }

        var significant = digits.ToString().TrimEnd('0');
        var rounded = Rounded(value, Math.Max(significant.Length, 1));
        return (sign, significant.Length == 0 ? "0" : significant, rounded.Exponent);
    }

    private static (string Sign, string Digits, int Exponent) Rounded(double value, int digits)
    {
        var text = value.ToString("E" + (digits - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var sign = text[0] == '-' ? "-" : "";
        var split = text.IndexOf('E', StringComparison.Ordinal);
        return (sign, text[sign.Length..split].Replace(".", "", StringComparison.Ordinal), int.Parse(text.AsSpan(split + 1), CultureInfo.InvariantCulture));
    }
}
