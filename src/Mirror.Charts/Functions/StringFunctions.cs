using System.Text;
using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>Sprig's string functions.</summary>
internal static class StringFunctions
{
    public static IEnumerable<TemplateFunction> All =>
    [
        Of("hello", (_, _) => "Hello!"),
        Of("trim", (_, a) => ((string)a[0]!).Trim(), Text),
        Of("upper", (_, a) => ((string)a[0]!).ToUpperInvariant(), Text),
        Of("lower", (_, a) => ((string)a[0]!).ToLowerInvariant(), Text),
        Of("title", (_, a) => WordCase.Title((string)a[0]!), Text),
        Of("untitle", (_, a) => WordCase.Untitle((string)a[0]!), Text),
        Of("swapcase", (_, a) => WordCase.Swap((string)a[0]!), Text),
        Of("initials", (_, a) => WordCase.Initials((string)a[0]!), Text),
        Of("snakecase", (_, a) => WordCase.Separate((string)a[0]!, '_'), Text),
        Of("kebabcase", (_, a) => WordCase.Separate((string)a[0]!, '-'), Text),
        Of("camelcase", (_, a) => WordCase.Camel((string)a[0]!), Text),
        Of("trunc", (_, a) => Truncate((nint)a[0]!, (string)a[1]!), Int, Text),
        Of("substr", (_, a) => Substring((nint)a[0]!, (nint)a[1]!, (string)a[2]!), Int, Int, Text),
        Of("abbrev", (_, a) => (nint)a[0]! < 4 ? a[1] : TextWrap.Abbreviate((string)a[1]!, 0, (nint)a[0]!), Int, Text),
        Of("abbrevboth", (_, a) => AbbreviateBoth((nint)a[0]!, (nint)a[1]!, (string)a[2]!), Int, Int, Text),
        Of("wrap", (_, a) => TextWrap.Wrap((string)a[1]!, (nint)a[0]!, "\n", false), Int, Text),
        Of("wrapWith", (e, a) => WrapWith(e, (nint)a[0]!, (string)a[1]!, (string)a[2]!), Int, Text, Text),
        Of("repeat", (e, a) => Repeat(e, (nint)a[0]!, (string)a[1]!), Int, Text),
        Of("trimall", (_, a) => Trim((string)a[1]!, (string)a[0]!), Text, Text),
        Of("trimAll", (_, a) => Trim((string)a[1]!, (string)a[0]!), Text, Text),
        Of("trimSuffix", (_, a) => TrimSuffix((string)a[1]!, (string)a[0]!), Text, Text),
        Of("trimPrefix", (_, a) => TrimPrefix((string)a[1]!, (string)a[0]!), Text, Text),
        Of("nospace", (_, a) => string.Concat(((string)a[0]!).Where(c => !char.IsWhiteSpace(c))), Text),
        Of("contains", (_, a) => ((string)a[1]!).Contains((string)a[0]!, StringComparison.Ordinal), Text, Text),
        Of("hasPrefix", (_, a) => ((string)a[1]!).StartsWith((string)a[0]!, StringComparison.Ordinal), Text, Text),
        Of("hasSuffix", (_, a) => ((string)a[1]!).EndsWith((string)a[0]!, StringComparison.Ordinal), Text, Text),
        Variadic("quote", (e, a) => string.Join(' ', a.Where(v => v is not null).Select(v => GoQuote.Quote(Casts.ToText(v, e)))), Any),
        Variadic("squote", (e, a) => string.Join(' ', a.Where(v => v is not null).Select(v => $"'{GoFormat.Print(v, e.Budget)}'")), Any),
        Variadic("cat", (e, a) => string.Join(' ', a.Where(v => v is not null).Select(v => GoFormat.Print(v, e.Budget))), Any),
        Of("indent", (e, a) => Indent(e, (nint)a[0]!, (string)a[1]!), Int, Text),
        Of("nindent", (e, a) => "\n" + Indent(e, (nint)a[0]!, (string)a[1]!), Int, Text),
        Of("replace", (e, a) => Replace(e, (string)a[0]!, (string)a[1]!, (string)a[2]!), Text, Text, Text),
        Of("plural", (_, a) => (nint)a[2]! == 1 ? a[0] : a[1], Text, Text, Int),
        Of("toString", (e, a) => Casts.ToText(a[0], e), Any),
        Of("toStrings", (e, a) => GoList.OfText(Casts.ToTexts(a[0], e)), Any),
        Of("join", (e, a) => Join(e, (string)a[0]!, a[1]), Text, Any),
        Of("sortAlpha", (e, a) => Sort(e, a[0]), Any),
        Of("split", (_, a) => Numbered(Split((string)a[1]!, (string)a[0]!, -1)), Text, Text),
        Of("splitn", (_, a) => Numbered(Split((string)a[2]!, (string)a[0]!, (nint)a[1]!)), Text, Int, Text),
        Of("splitList", (_, a) => GoList.OfText(Split((string)a[1]!, (string)a[0]!, -1)), Text, Text),
        Of("shuffle", (e, a) => Shuffle(e, (string)a[0]!), Text),
    ];

    /// <summary>strings.SplitN: an empty separator splits between runes.</summary>
    public static List<string> Split(string text, string separator, long limit)
    {
        if (limit == 0)
        {
            return [];
        }

        if (separator.Length == 0)
        {
            var runes = text.EnumerateRunes().Select(rune => rune.ToString()).ToList();
            return limit < 0 || runes.Count <= limit ? runes : [.. runes.Take((int)limit - 1), string.Concat(runes.Skip((int)limit - 1))];
        }

        return [.. limit < 0 ? text.Split(separator) : text.Split(separator, (int)Math.Min(limit, int.MaxValue))];
    }

    private static string Truncate(long count, string text)
    {
        var length = GoText.ByteCount(text);
        if (count < 0 && length + count > 0)
        {
            return GoText.Slice(text, (int)(length + count), length);
        }

        return count >= 0 && length > count ? GoText.Slice(text, 0, (int)count) : text;
    }

    private static string Substring(long start, long end, string text)
    {
        var length = GoText.ByteCount(text);
        var from = start < 0 ? 0 : start;
        var to = start >= 0 && (end < 0 || end > length) ? length : end;
        return from <= to && to <= length
            ? GoText.Slice(text, (int)from, (int)to)
            : throw new FunctionException($"The part from {from} to {to} is not inside of a string of {length} bytes.");
    }

    private static string AbbreviateBoth(long left, long right, string text) =>
        right < 4 || (left > 0 && right < 7) ? text : TextWrap.Abbreviate(text, left, right);

    private static string WrapWith(Execution execution, long width, string separator, string text)
    {
        execution.Budget.Text(text.Length / Math.Max(width, 1) * separator.Length);
        return TextWrap.Wrap(text, width, separator.Length == 0 ? "\n" : separator, true);
    }

    private static string Repeat(Execution execution, long count, string text)
    {
        if (count < 0)
        {
            throw new FunctionException("A string cannot be repeated a negative number of times.");
        }

        execution.Budget.Text(text.Length == 0 ? 0 : count > int.MaxValue ? long.MaxValue : count * text.Length);
        return text.Length == 0 ? "" : new StringBuilder(text.Length * (int)count).Insert(0, text, (int)count).ToString();
    }

    private static string Indent(Execution execution, long spaces, string text)
    {
        if (spaces < 0)
        {
            throw new FunctionException("Text cannot be indented by a negative number of spaces.");
        }

        var lines = text.AsSpan().Count('\n') + 1;
        execution.Budget.Text(spaces > int.MaxValue ? long.MaxValue : text.Length + spaces * lines);
        var pad = new string(' ', (int)spaces);
        return pad + text.Replace("\n", "\n" + pad, StringComparison.Ordinal);
    }

    private static string Replace(Execution execution, string old, string replacement, string text)
    {
        if (old.Length == 0)
        {
            execution.Budget.Text((long)(text.Length + 1) * replacement.Length);
            return replacement + string.Concat(text.EnumerateRunes().Select(rune => rune + replacement));
        }

        execution.Budget.Text((long)text.AsSpan().Count(old) * replacement.Length);
        return text.Replace(old, replacement, StringComparison.Ordinal);
    }

    private static string Trim(string text, string cutset) => cutset.Length == 0 ? text : text.Trim(cutset.ToCharArray());

    private static string TrimSuffix(string text, string suffix) => text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;

    private static string TrimPrefix(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;

    private static string Join(Execution execution, string separator, object? value)
    {
        var texts = Casts.ToTexts(value, execution);
        execution.Budget.Text(texts.Sum(text => (long)text.Length + separator.Length));
        return string.Join(separator, texts);
    }

    private static GoList Sort(Execution execution, object? value)
    {
        var texts = Casts.ToTexts(value, execution);
        texts.Sort(StringComparer.Ordinal);
        return GoList.OfText(texts);
    }

    private static GoMap Numbered(List<string> parts)
    {
        var map = new GoMap(parts.Count) { GoType = GoMap.TextType };
        for (var i = 0; i < parts.Count; i++)
        {
            map[string.Create(System.Globalization.CultureInfo.InvariantCulture, $"_{i}")] = parts[i];
        }

        return map;
    }

    private static string Shuffle(Execution execution, string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        for (var i = runes.Length - 1; i > 0; i--)
        {
            var j = (int)RandomFunctions.Below(execution.Random, (ulong)i + 1);
            (runes[i], runes[j]) = (runes[j], runes[i]);
        }

        return string.Concat(runes.Select(rune => rune.ToString()));
    }
}
