using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>Sprig's regular expressions, with RE2's meaning. An invalid pattern always ends the rendering.</summary>
internal static class RegexFunctions
{
    public static IEnumerable<TemplateFunction> All =>
    [
        .. Both("regexMatch", (e, a) => Parsed(e, a[0], a[1]).Regex.IsMatch((string)a[1]!), Text, Text),
        .. Both("regexFind", (e, a) => Parsed(e, a[0], a[1]).Regex.Match((string)a[1]!).Value, Text, Text),
        .. Both("regexFindAll", (e, a) => FindAll(e, Parsed(e, a[0], a[1]).Regex, (string)a[1]!, (nint)a[2]!), Text, Text, Int),
        .. Both("regexReplaceAll", (e, a) => Replace(e, Parsed(e, a[0], a[1]), (string)a[1]!, (string)a[2]!, true), Text, Text, Text),
        .. Both("regexReplaceAllLiteral", (e, a) => Replace(e, Parsed(e, a[0], a[1]), (string)a[1]!, (string)a[2]!, false), Text, Text, Text),
        .. Both("regexSplit", (e, a) => Split(e, Parsed(e, a[0], a[1]).Regex, (string)a[1]!, (nint)a[2]!), Text, Text, Int),
        Of("regexQuoteMeta", (_, a) => QuoteMeta((string)a[0]!), Text),
    ];

    private static IEnumerable<TemplateFunction> Both(string name, Func<Execution, object?[], object?> body, params ParameterKind[] parameters) =>
    [
        Of(name, body, parameters),
        Of("must" + char.ToUpperInvariant(name[0]) + name[1..], body, parameters),
    ];

    private static ParsedRegex Parsed(Execution execution, object? pattern, object? text)
    {
        execution.Budget.Steps(((string)text!).Length / 8);
        return execution.Regexes.Get((string)pattern!, execution.Budget);
    }

    private static GoList FindAll(Execution execution, Regex regex, string text, long limit)
    {
        var found = new List<string>();
        for (var match = regex.Match(text); match.Success && (limit < 0 || found.Count < limit); match = match.NextMatch())
        {
            execution.Budget.Step();
            found.Add(match.Value);
        }

        return GoList.OfText(found);
    }

    private static string Replace(Execution execution, ParsedRegex parsed, string text, string replacement, bool expand)
    {
        var result = new TextBuilder(execution.Budget);
        var last = 0;
        var previousEnd = -1;
        for (var match = parsed.Regex.Match(text); match.Success; match = match.NextMatch())
        {
            execution.Budget.Step();
            if (match.Length == 0 && match.Index == previousEnd)
            {
                continue;
            }

            result.Append(text.AsSpan(last, match.Index - last));
            result.Append(expand ? Expand(parsed, match, replacement) : replacement);
            last = previousEnd = match.Index + match.Length;
        }

        return result.Append(text.AsSpan(last)).ToString();
    }

    // $1, $name, ${name}, $$: the name is as long as it can be, and one that does not exist is empty.
    private static string Expand(ParsedRegex parsed, Match match, string template)
    {
        var result = new StringBuilder();
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '$' || i + 1 >= template.Length)
            {
                result.Append(template[i]);
                continue;
            }

            var isBraced = template[i + 1] == '{';
            var start = i + (isBraced ? 2 : 1);
            var end = start;
            while (end < template.Length && (char.IsAsciiLetterOrDigit(template[end]) || template[end] == '_'))
            {
                end++;
            }

            if (template[i + 1] == '$')
            {
                result.Append('$');
                i++;
            }
            else if (end == start || (isBraced && (end >= template.Length || template[end] != '}')))
            {
                result.Append('$');
            }
            else
            {
                var name = template[start..end];
                var number = parsed.Names.TryGetValue(name, out var named) || int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out named) ? named : -1;
                result.Append(number >= 0 ? match.Groups[number].Value : "");
                i = isBraced ? end : end - 1;
            }
        }

        return result.ToString();
    }

    private static GoList Split(Execution execution, Regex regex, string text, long limit)
    {
        if (limit == 0)
        {
            return GoList.OfText([]);
        }

        var parts = new List<string>();
        var start = 0;
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
        {
            execution.Budget.Step();
            if (limit > 0 && parts.Count == limit - 1)
            {
                break;
            }

            if (match.Length == 0 && (match.Index == 0 || match.Index == text.Length))
            {
                continue;
            }

            parts.Add(text[start..match.Index]);
            start = match.Index + match.Length;
        }

        parts.Add(text[start..]);
        return GoList.OfText(parts);
    }

    private static string QuoteMeta(string text)
    {
        var quoted = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            quoted.Append("\\.+*?()|[]{}^$".Contains(c, StringComparison.Ordinal) ? "\\" : "").Append(c);
        }

        return quoted.ToString();
    }
}
