using System.Globalization;
using System.Text;
using Mirror.Charts.Rendering;

namespace Mirror.Charts.Functions;

/// <summary>Writes a pattern of RE2's syntax in that of .NET; what RE2 does not have is refused, so that both mean the same.</summary>
internal static class RegexSyntax
{
    private const int MaxRepeat = 1000;

    private static readonly Dictionary<string, string> _posixClasses = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = "\\x00-\\x7F",
        ["blank"] = "\\t ",
        ["cntrl"] = "\\x00-\\x1F\\x7F",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = "!-/:-@\\[-`{-~",
        ["space"] = "\\t\\n\\v\\f\\r ",
        ["upper"] = "A-Z",
        ["word"] = "0-9A-Za-z_",
        ["xdigit"] = "0-9A-Fa-f",
    };

    private static readonly Dictionary<char, (string Inside, string Outside)> _perlClasses = new()
    {
        ['d'] = ("0-9", "[0-9]"),
        ['D'] = ("\\x00-/:-\\uFFFF", "[^0-9]"),
        ['w'] = ("0-9A-Za-z_", "[0-9A-Za-z_]"),
        ['W'] = ("\\x00-/:-@\\[-^`{-\\uFFFF", "[^0-9A-Za-z_]"),
        ['s'] = ("\\t\\n\\f\\r ", "[\\t\\n\\f\\r ]"),
        ['S'] = ("\\x00-\\x08\\x0B\\x0E-\\x1F!-\\uFFFF", "[^\\t\\n\\f\\r ]"),
    };

    /// <param name="pattern">RE2's.</param>
    /// <param name="names">Of groups, with their numbers: RE2 counts all groups from the left, .NET counts named ones last.</param>
    /// <exception cref="FunctionException">The pattern is not RE2's.</exception>
    public static string Translate(string pattern, out IReadOnlyDictionary<string, int> names)
    {
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        names = groups;
        var count = 0;
        var result = new StringBuilder(pattern.Length + 16);
        var i = 0;
        while (i < pattern.Length)
        {
            switch (pattern[i])
            {
                case '\\':
                    Escape(pattern, ref i, result, inClass: false);
                    break;
                case '[':
                    Class(pattern, ref i, result);
                    break;
                case '(' when i + 1 < pattern.Length && pattern[i + 1] == '?':
                    Group(pattern, ref i, result, groups, ref count);
                    break;
                case '(':
                    result.Append(CultureInfo.InvariantCulture, $"(?<{++count}>");
                    i++;
                    break;
                case '{':
                    Repeat(pattern, ref i, result);
                    break;

                // Of .NET, '$' would also match before a last line break.
                case '$' when !IsMultiline(pattern):
                    result.Append("\\z");
                    i++;
                    break;
                default:
                    result.Append(pattern[i++]);
                    break;
            }
        }

        return result.ToString();
    }

    private static bool IsMultiline(string pattern)
    {
        var group = pattern.IndexOf("(?", StringComparison.Ordinal);
        while (group >= 0)
        {
            var flags = pattern.AsSpan(group + 2);
            var end = flags.IndexOfAnyExcept("imsU-");
            if (end > 0 && flags[..end].Contains('m'))
            {
                return true;
            }

            group = pattern.IndexOf("(?", group + 2, StringComparison.Ordinal);
        }

        return false;
    }

    private static void Group(string pattern, ref int i, StringBuilder result, Dictionary<string, int> groups, ref int count)
    {
        var rest = pattern.AsSpan(i + 2);
        if (rest.StartsWith("P<", StringComparison.Ordinal) || (rest.StartsWith("<", StringComparison.Ordinal) && rest is not ['<', '=' or '!', ..]))
        {
            var start = i + (rest[0] == 'P' ? 4 : 3);
            var close = pattern.IndexOf('>', start);
            if (close < 0 || !groups.TryAdd(pattern[start..close], ++count))
            {
                throw Bad(pattern, "the name of a group is not closed, or there twice");
            }

            result.Append(CultureInfo.InvariantCulture, $"(?<{count}>");
            i = close + 1;
            return;
        }

        var end = rest.IndexOfAnyExcept("imsU-");
        if (end < 0 || rest[end] is not (':' or ')') || rest[..end].Contains('U'))
        {
            throw Bad(pattern, "it has a group that RE2 does not know");
        }

        result.Append("(?").Append(rest[..(end + 1)]);
        i += 2 + end + 1;
    }

    private static void Repeat(string pattern, ref int i, StringBuilder result)
    {
        var close = pattern.IndexOf('}', i);
        var body = close < 0 ? "" : pattern[(i + 1)..close];
        var parts = body.Split(',');
        var isRepeat = body.Length > 0 && parts.Length <= 2 && parts[0].Length > 0 && parts.All(part => part.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0);
        if (!isRepeat)
        {
            result.Append("\\{");
            i++;
            return;
        }

        if (parts.Any(part => part.Length > 4 || (part.Length > 0 && int.Parse(part, CultureInfo.InvariantCulture) > MaxRepeat)))
        {
            throw Bad(pattern, $"it repeats something more than {MaxRepeat} times");
        }

        result.Append('{').Append(body).Append('}');
        i = close + 1;
    }

    private static void Escape(string pattern, ref int i, StringBuilder result, bool inClass)
    {
        if (i + 1 >= pattern.Length)
        {
            throw Bad(pattern, "it ends in a backslash");
        }

        var c = pattern[i + 1];
        if (_perlClasses.TryGetValue(c, out var perl))
        {
            result.Append(inClass ? perl.Inside : perl.Outside);
            i += 2;
            return;
        }

        switch (c)
        {
            case 'Q' when !inClass:
                var end = pattern.IndexOf("\\E", i + 2, StringComparison.Ordinal);
                var literal = end < 0 ? pattern[(i + 2)..] : pattern[(i + 2)..end];
                result.Append(System.Text.RegularExpressions.Regex.Escape(literal).Replace("]", "\\]", StringComparison.Ordinal));
                i = end < 0 ? pattern.Length : end + 2;
                return;
            case 'x':
                Hex(pattern, ref i, result);
                return;
            case 'p' or 'P':
                Property(pattern, ref i, result);
                return;
            case 'C' or (>= '1' and <= '9'):
                throw Bad(pattern, $"RE2 does not know '\\{c}' or it cannot be had here");
            case 'A' or 'z' or 'b' or 'B' when !inClass:
                result.Append('\\').Append(c);
                break;
            case 'a' or 'f' or 't' or 'n' or 'r' or 'v' or '0':
                result.Append('\\').Append(c);
                break;
            case var _ when char.IsAsciiLetterOrDigit(c):
                throw Bad(pattern, $"RE2 does not know '\\{c}'");
            default:
                result.Append('\\').Append(c);
                break;
        }

        i += 2;
    }

    private static void Hex(string pattern, ref int i, StringBuilder result)
    {
        var isBraced = i + 2 < pattern.Length && pattern[i + 2] == '{';
        var close = isBraced ? pattern.IndexOf('}', i) : i + 4;
        var digits = close < 0 || close > pattern.Length ? "" : pattern[(i + (isBraced ? 3 : 2))..close];
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code > 0xFFFF)
        {
            throw Bad(pattern, "it has a hexadecimal escape that is not valid here");
        }

        result.Append(CultureInfo.InvariantCulture, $"\\u{code:X4}");
        i = close + (isBraced ? 1 : 0);
    }

    private static void Property(string pattern, ref int i, StringBuilder result)
    {
        var isBraced = i + 2 < pattern.Length && pattern[i + 2] == '{';
        var close = isBraced ? pattern.IndexOf('}', i) : i + 3;
        if (close < 0 || close > pattern.Length)
        {
            throw Bad(pattern, "it has a property without a name");
        }

        var name = pattern[(i + (isBraced ? 3 : 2))..close];
        var isNegated = pattern[i + 1] == 'P' ^ name.StartsWith('^');
        name = name.TrimStart('^') switch { "Greek" => "IsGreek", "Cyrillic" => "IsCyrillic", "Latin" => "IsBasicLatin", var other => other };
        result.Append(isNegated ? "\\P{" : "\\p{").Append(name).Append('}');
        i = close + (isBraced ? 1 : 0);
    }

    private static void Class(string pattern, ref int i, StringBuilder result)
    {
        result.Append('[');
        i++;
        if (i < pattern.Length && pattern[i] == '^')
        {
            result.Append('^');
            i++;
        }

        var start = i;
        while (i < pattern.Length && (pattern[i] != ']' || i == start))
        {
            if (pattern[i] == '[' && i + 1 < pattern.Length && pattern[i + 1] == ':' && pattern.IndexOf(":]", i + 2, StringComparison.Ordinal) is > 0 and var end)
            {
                result.Append(PosixClass(pattern, pattern[(i + 2)..end]));
                i = end + 2;
            }
            else if (pattern[i] == '\\')
            {
                Escape(pattern, ref i, result, inClass: true);
            }
            else
            {
                // A bracket, or a dash before a bracket, would start a subtraction in .NET.
                result.Append(pattern[i] is '[' or ']' or '^' ? "\\" : "").Append(pattern[i++]);
            }
        }

        if (i >= pattern.Length)
        {
            throw Bad(pattern, "a bracket is not closed");
        }

        result.Append(']');
        i++;
    }

    private static string PosixClass(string pattern, string name)
    {
        if (_posixClasses.TryGetValue(name, out var members))
        {
            return members;
        }

        if (name == "^digit")
        {
            return _perlClasses['D'].Inside;
        }

        throw Bad(pattern, $"RE2 does not know the class '[:{name}:]', or it cannot be had here");
    }

    private static FunctionException Bad(string pattern, string reason) => new($"The regular expression '{pattern}' is not valid: {reason}.");
}
