using System.Globalization;
using System.Text;
using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>The functions that text/template itself has; <c>slice</c> is Sprig's.</summary>
internal static class BuiltinFunctions
{
    public static IEnumerable<TemplateFunction> All =>
    [
        // The evaluator does these two, because they must not evaluate all arguments.
        Variadic("and", (_, a) => a[^1], Any, Any),
        Variadic("or", (_, a) => a[^1], Any, Any),
        Of("not", (_, a) => !GoTypes.IsTrue(a[0]), Any),
        Of("len", (_, a) => (nint)Length(a[0]), Any),
        Variadic("index", (_, a) => Index(a), Any, Any),
        Variadic("print", (e, a) => Print(e, a), Any),
        Variadic("println", (e, a) => PrintLine(e, a), Any),
        Variadic("printf", (e, a) => GoPrintf.Format((string)a[0]!, a.AsSpan(1), e.Budget), Text, Any),
        Variadic("html", (e, a) => Html(PrintOne(e, a)), Any),
        Variadic("js", (e, a) => JavaScript(PrintOne(e, a)), Any),
        Variadic("urlquery", (e, a) => UrlFunctions.QueryEscape(PrintOne(e, a)), Any),
        Variadic("call", (_, a) => throw new FunctionException($"A value of type {GoTypes.NameOf(a[0])} cannot be called."), Any, Any),
        Variadic("eq", (_, a) => Comparison.EqualsAny(a), Any, Any),
        Of("ne", (_, a) => !Comparison.EqualsAny(a), Any, Any),
        Of("lt", (_, a) => Comparison.IsLess(a[0], a[1]), Any, Any),
        Of("le", (_, a) => Comparison.IsLess(a[0], a[1]) || Comparison.EqualsAny(a), Any, Any),
        Of("gt", (_, a) => !Comparison.IsLess(a[0], a[1]) && !Comparison.EqualsAny(a), Any, Any),
        Of("ge", (_, a) => !Comparison.IsLess(a[0], a[1]), Any, Any),
    ];

    private static int Length(object? value) => value switch
    {
        string text => GoText.ByteCount(text),
        GoMap map => map.Count,
        GoList list => list.Count,
        null => throw new FunctionException("The length of nil is asked for."),
        _ => throw new FunctionException($"A value of type {GoTypes.NameOf(value)} has no length."),
    };

    private static object? Index(object?[] arguments)
    {
        var value = arguments[0];
        if (value is null)
        {
            throw new FunctionException("An element of nil is asked for.");
        }

        foreach (var key in arguments.AsSpan(1))
        {
            value = value switch
            {
                GoMap map when key is string name => map.TryGet(name, out var found) ? found : map.ZeroValue,
                GoMap => throw new FunctionException($"A map has keys of type string, not {GoTypes.NameOf(key)}."),
                GoList list => list[Position(key, list.Count)],
                string text => GoText.ToBytes(text)[Position(key, GoText.ByteCount(text))],
                null => throw new FunctionException("An element of nil is asked for."),
                _ => throw new FunctionException($"A value of type {GoTypes.NameOf(value)} has no elements."),
            };
        }

        return value;
    }

    private static int Position(object? key, int count)
    {
        var isNumber = GoTypes.TryGetInteger(key, out var index) || (GoTypes.TryGetUnsigned(key, out var unsigned) && (index = (long)unsigned) >= 0);
        if (!isNumber)
        {
            throw new FunctionException($"A list is indexed with a whole number, not with a value of type {GoTypes.NameOf(key)}.");
        }

        return index >= 0 && index < count
            ? (int)index
            : throw new FunctionException(string.Create(CultureInfo.InvariantCulture, $"The index {index} is out of range: there are {count} elements."));
    }

    private static string PrintOne(Execution execution, object?[] arguments) => arguments is [string text] ? text : Print(execution, arguments);

    // A space stands between two operands of which neither is a string.
    private static string Print(Execution execution, object?[] arguments)
    {
        var text = new TextBuilder(execution.Budget);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (i > 0 && arguments[i] is not string && arguments[i - 1] is not string)
            {
                text.Append(' ');
            }

            GoFormat.Write(text, arguments[i]);
        }

        return text.ToString();
    }

    private static string PrintLine(Execution execution, object?[] arguments)
    {
        var text = new TextBuilder(execution.Budget);
        for (var i = 0; i < arguments.Length; i++)
        {
            GoFormat.Write(i > 0 ? text.Append(' ') : text, arguments[i]);
        }

        return text.Append('\n').ToString();
    }

    private static string Html(string text) => new StringBuilder(text)
        .Replace("&", "&amp;").Replace("\0", "\uFFFD").Replace("\"", "&#34;").Replace("'", "&#39;").Replace("<", "&lt;").Replace(">", "&gt;")
        .ToString();

    private static string JavaScript(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\\' or '\'' or '"':
                    escaped.Append('\\').Append((char)rune.Value);
                    break;
                case '<' or '>' or '&' or '=':
                case < ' ':
                    escaped.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
                    break;
                default:
                    escaped.Append(rune);
                    break;
            }
        }

        return escaped.ToString();
    }
}
