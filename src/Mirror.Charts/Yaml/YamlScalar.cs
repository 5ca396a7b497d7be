using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;

namespace Mirror.Charts.Yaml;

/// <summary>What a plain scalar means to go-yaml v2: YAML 1.1's truth values, octal numbers, and dates that stay text.</summary>
internal static partial class YamlScalar
{
    private static readonly FrozenDictionary<string, object?> _words = new Dictionary<string, object?>
    {
        [""] = null,
        ["~"] = null,
        ["null"] = null,
        ["Null"] = null,
        ["NULL"] = null,
        [".nan"] = double.NaN,
        [".NaN"] = double.NaN,
        [".NAN"] = double.NaN,
        [".inf"] = double.PositiveInfinity,
        [".Inf"] = double.PositiveInfinity,
        [".INF"] = double.PositiveInfinity,
        ["+.inf"] = double.PositiveInfinity,
        ["+.Inf"] = double.PositiveInfinity,
        ["+.INF"] = double.PositiveInfinity,
        ["-.inf"] = double.NegativeInfinity,
        ["-.Inf"] = double.NegativeInfinity,
        ["-.INF"] = double.NegativeInfinity,
    }
    .Concat(Words(true, "y", "yes", "true", "on"))
    .Concat(Words(false, "n", "no", "false", "off"))
    .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>null, a bool, a double, or the text itself.</summary>
    public static object? Resolve(string text)
    {
        if (text.Length > 0 && !"+-.0123456789yYnNtTfFoO~".Contains(text[0], StringComparison.Ordinal))
        {
            return text;
        }

        if (_words.TryGetValue(text, out var word))
        {
            return word;
        }

        return char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.' ? ResolveNumber(text) : text;
    }

    /// <summary>Whether the text must be quoted to stay a text: it would be read as something else, or by others in base 60.</summary>
    public static bool NeedsQuotes(string text)
    {
        if (text.Length > 0 && text[0] == '<')
        {
            return text == "<<";
        }

        return Resolve(text) is not string || IsTimestamp(text)
            || (text[0] is '+' or '-' or (>= '0' and <= '9') && text.Contains(':', StringComparison.Ordinal) && Base60().IsMatch(text));
    }

    private static object ResolveNumber(string text)
    {
        if (text[0] != '.')
        {
            if (IsTimestamp(text))
            {
                return text;
            }

            var plain = text.Contains('_', StringComparison.Ordinal) ? text.Replace("_", "", StringComparison.Ordinal) : text;
            if (NumberLiteral.TryParseInteger(plain, out var integer))
            {
                return (double)integer;
            }

            return Float().IsMatch(plain) ? double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture) : text;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number : text;
    }

    private static bool IsTimestamp(string text)
    {
        if (text.Length < 8 || text[4] != '-' || text.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        return GoDateFormat.TryParse("2006-1-2T15:4:5Z07:00", text, out _)
            || GoDateFormat.TryParse("2006-1-2t15:4:5Z07:00", text, out _)
            || GoDateFormat.TryParse("2006-1-2 15:4:5", text, out _)
            || GoDateFormat.TryParse("2006-1-2", text, out _);
    }

    // Each word in lower case, with a capital, and in upper case.
    private static IEnumerable<KeyValuePair<string, object?>> Words(bool value, params string[] words)
    {
        foreach (var word in words)
        {
            var spellings = new[] { word, char.ToUpperInvariant(word[0]) + word[1..], word.ToUpperInvariant() };
            foreach (var spelling in spellings.Distinct(StringComparer.Ordinal))
            {
                yield return new KeyValuePair<string, object?>(spelling, value);
            }
        }
    }

    [GeneratedRegex(@"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Float();

    [GeneratedRegex(@"^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Base60();
}
