using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mirror.Yaml.Kubernetes;

/// <summary>
/// Chooses how a text is written: plain, in single quotes, as a literal block, or in double quotes, the first that gives the same text back. Texts
/// that a reader of YAML 1.1 or 1.2 could take for something else are in double quotes.
/// </summary>
internal static partial class ScalarText
{
    private const string FirstSigns = ",[]{}#&*!|>'\"%@`";

    /// <summary>The text as a value whose further lines are indented by <paramref name="indent"/>.</summary>
    public static string Value(string text, int indent) => IsLiteral(text) ? Literal(text, indent) : Key(text);

    /// <summary>The text on one line.</summary>
    public static string Key(string text) =>
        text.Length == 0 || LooksTyped(text) || !text.All(IsPrintable) ? DoubleQuoted(text)
        : IsPlain(text) ? text
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool LooksTyped(string text) => TypedPattern().IsMatch(text);

    private static bool IsPlain(string text)
    {
        if (FirstSigns.Contains(text[0], StringComparison.Ordinal) || text[0] == ' ' || text[^1] is ' ' or ':')
        {
            return false;
        }

        if (text[0] is '-' or '?' or ':' && (text.Length == 1 || text[1] == ' '))
        {
            return false;
        }

        return !text.StartsWith("---", StringComparison.Ordinal)
            && !text.StartsWith("...", StringComparison.Ordinal)
            && !text.Contains(": ", StringComparison.Ordinal)
            && !text.Contains(" #", StringComparison.Ordinal);
    }

    private static bool IsLiteral(string text) =>
        text.Contains('\n', StringComparison.Ordinal)
        && text[0] is not (' ' or '\n' or '\t')
        && text.All(c => c == '\n' || c == '\t' || IsPrintable(c));

    private static string Literal(string text, int indent)
    {
        var body = text.TrimEnd('\n');
        var chomping = (text.Length - body.Length) switch
        {
            0 => "-",
            1 => "",
            _ => "+",
        };
        var lines = text.EndsWith('\n') ? text[..^1] : text;
        var result = new StringBuilder("|").Append(chomping);
        foreach (var line in lines.Split('\n'))
        {
            result.Append('\n').Append(' ', line.Length == 0 ? 0 : indent).Append(line);
        }

        return result.ToString();
    }

    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                _ when IsPrintable(c) => c.ToString(),
                _ => $@"\u{((int)c).ToString("x4", CultureInfo.InvariantCulture)}",
            });
        }

        return quoted.Append('"').ToString();
    }

    // What YAML calls printable, less the line and paragraph separators and the byte order mark, which readers treat differently.
    private static bool IsPrintable(char c) => !char.IsControl(c) && c is not ('\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF');

    // Each alternative can go on in one way only, so the time grows with the text alone.
    [GeneratedRegex(
        @"\A(?:~|null|Null|NULL|=|<<"
        + @"|y|Y|n|N|(?i:true|false|yes|no|on|off)"
        + @"|[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9_]+)(?:[eE][-+]?[0-9]+)?"
        + @"|[-+]?0[xX][0-9a-fA-F_]+|[-+]?0[oO]?[0-7_]+|[-+]?0[bB][01_]+"
        + @"|[-+]?\.(?i:inf)|\.(?i:nan)"
        + @"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
        + @"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex TypedPattern();
}
