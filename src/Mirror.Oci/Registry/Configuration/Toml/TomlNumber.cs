using System.Globalization;

namespace Mirror.Oci.Registry.Configuration.Toml;

/// <summary>Integers as TOML 1.0 writes them: signs, underscores between digits, hexadecimal, octal and binary.</summary>
internal static class TomlNumber
{
    public static bool TryParse(string text, out long number)
    {
        number = 0;
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (text.StartsWith('_') || text.EndsWith('_') || text.Contains("__", StringComparison.Ordinal))
        {
            return false;
        }

        if (text.StartsWith("0x", StringComparison.Ordinal) && text[2..] is [not '_', ..])
        {
            return long.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) && number >= 0;
        }

        if (text.StartsWith("0b", StringComparison.Ordinal) && text[2..] is [not '_', ..])
        {
            return long.TryParse(digits[2..], NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture, out number) && number >= 0;
        }

        if (text.StartsWith("0o", StringComparison.Ordinal) && text[2..] is [not '_', ..])
        {
            return TryParseOctal(digits.AsSpan(2), out number);
        }

        var unsigned = text.AsSpan().TrimStart("+-");
        var isPlain = text.Length - unsigned.Length <= 1 && unsigned is [>= '0' and <= '9', ..] && (unsigned.Length == 1 || unsigned[0] != '0');
        return isPlain && long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryParseOctal(ReadOnlySpan<char> digits, out long number)
    {
        number = 0;
        foreach (var c in digits)
        {
            if (c is < '0' or > '7' || number > long.MaxValue >> 3)
            {
                return false;
            }

            number = (number << 3) | (uint)(c - '0');
        }

        return true;
    }
}
