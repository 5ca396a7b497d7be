using System.Globalization;
using System.Text;

namespace Mirror.Model.Configuration;

/// <summary>The character classes of RE2, as the content of a .NET class.</summary>
internal static class Re2Classes
{
    /// <summary>One character, in or out of a class. Written by its number unless that would be silly: then nothing can be an operator.</summary>
    public static string Literal(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is '/' or ':' or '_' or '@' ? c.ToString() : $@"\u{((int)c).ToString("X4", CultureInfo.InvariantCulture)}";

    /// <summary><c>\d</c> and its like.</summary>
    public static bool TryPerl(char letter, out string ranges)
    {
        Func<char, bool>? members = char.ToLowerInvariant(letter) switch
        {
            'd' => char.IsAsciiDigit,
            'w' => IsWord,
            's' => c => c is '\t' or '\n' or '\f' or '\r' or ' ',
            _ => null,
        };
        ranges = members is null ? "" : Ranges(members, negated: char.IsAsciiLetterUpper(letter));
        return members is not null;
    }

    /// <summary><c>alpha</c> and its like; a leading <c>^</c> negates.</summary>
    public static bool TryPosix(string name, out string ranges)
    {
        Func<char, bool>? members = name.TrimStart('^') switch
        {
            "alnum" => char.IsAsciiLetterOrDigit,
            "alpha" => char.IsAsciiLetter,
            "ascii" => char.IsAscii,
            "blank" => c => c is '\t' or ' ',
            "cntrl" => c => c is < ' ' or '\u007F',
            "digit" => char.IsAsciiDigit,
            "graph" => c => c is > ' ' and < '\u007F',
            "lower" => char.IsAsciiLetterLower,
            "print" => c => c is >= ' ' and < '\u007F',
            "punct" => c => c is > ' ' and < '\u007F' && !char.IsAsciiLetterOrDigit(c),
            "space" => c => c is (>= '\t' and <= '\r') or ' ',
            "upper" => char.IsAsciiLetterUpper,
            "word" => IsWord,
            "xdigit" => char.IsAsciiHexDigit,
            _ => null,
        };
        ranges = members is null ? "" : Ranges(members, negated: name.StartsWith('^'));
        return members is not null;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static string Ranges(Func<char, bool> members, bool negated)
    {
        var ranges = new StringBuilder();
        for (var low = '\0'; low <= '\u007F'; low++)
        {
            if (members(low) == negated)
            {
                continue;
            }

            var high = low;
            while (high < '\u007F' && members((char)(high + 1)) != negated)
            {
                high++;
            }

            ranges.Append(Literal(low)).Append('-').Append(Literal(high));
            low = high;
        }

        return negated ? ranges.Append(@"\u0080-\uFFFF").ToString() : ranges.ToString();
    }
}
