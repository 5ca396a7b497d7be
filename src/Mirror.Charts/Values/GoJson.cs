using System.Globalization;
using System.Text.Json;
using Mirror.Charts.Rendering;

namespace Mirror.Charts.Values;

/// <summary>JSON as Go's encoding/json writes and reads it: sorted keys, float64 for every number.</summary>
internal static class GoJson
{
    private const int MaxDepth = 500;

    public static string Write(object? value, RenderBudget budget, bool escapeHtml = true, string indent = "")
    {
        var text = new TextBuilder(budget);
        Write(text, value, escapeHtml, indent, 0);
        return text.ToString();
    }

    /// <summary>A string literal of JSON.</summary>
    public static void WriteText(TextBuilder text, string value, bool escapeHtml)
    {
        text.Append('"');
        var start = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (Escape(value, i, escapeHtml) is not { } escape)
            {
                continue;
            }

            text.Append(value.AsSpan(start, i - start)).Append(escape);
            start = i + 1;
        }

        text.Append(value.AsSpan(start)).Append('"');
    }

    /// <exception cref="FunctionException">The text is not JSON.</exception>
    public static object? Read(string text, RenderBudget budget)
    {
        budget.Steps(text.Length / 16);
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Convert(document.RootElement, budget);
        }
        catch (JsonException e)
        {
            throw new FunctionException($"The text is not JSON: {e.Message}", innerException: e);
        }
    }

    private static void Write(TextBuilder text, object? value, bool escapeHtml, string indent, int depth)
    {
        text.Budget.Step();
        GoEquality.CheckDepth();
        switch (value)
        {
            case null or Missing:
                text.Append("null");
                break;
            case string s:
                WriteText(text, s, escapeHtml);
                break;
            case bool b:
                text.Append(b ? "true" : "false");
                break;
            case double d:
                text.Append(double.IsFinite(d) ? GoFloat.FormatJson(d) : throw new FunctionException("JSON has no infinite numbers."));
                break;
            case GoMap map:
                WriteItems(text, '{', '}', map, indent, depth, entry =>
                {
                    WriteText(text, entry.Key, escapeHtml);
                    text.Append(indent.Length > 0 ? ": " : ":");
                    Write(text, entry.Value, escapeHtml, indent, depth + 1);
                });
                break;
            case GoList { GoType: GoList.BytesType } bytes:
                WriteText(text, System.Convert.ToBase64String([.. bytes.Select(b => (byte)b!)]), escapeHtml);
                break;
            case GoList list:
                WriteItems(text, '[', ']', list, indent, depth, item => Write(text, item, escapeHtml, indent, depth + 1));
                break;
            case GoObject obj:
                Write(text, obj.ToData(), escapeHtml, indent, depth);
                break;
            default:
                text.Append(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteItems<T>(TextBuilder text, char open, char close, IEnumerable<T> items, string indent, int depth, Action<T> write)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            text.Append(isFirst ? "" : ",");
            NewLine(text, indent, depth + 1);
            write(item);
            isFirst = false;
        }

        if (!isFirst)
        {
            NewLine(text, indent, depth);
        }

        text.Append(close);
    }

    private static void NewLine(TextBuilder text, string indent, int depth)
    {
        if (indent.Length == 0)
        {
            return;
        }

        text.Append('\n');
        for (var i = 0; i < depth; i++)
        {
            text.Append(indent);
        }
    }

    private static string? Escape(string value, int i, bool escapeHtml)
    {
        var c = value[i];
        return c switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            < ' ' or '\u2028' or '\u2029' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            '<' or '>' or '&' when escapeHtml => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            _ when char.IsSurrogate(c) && !IsPaired(value, i) => "\\ufffd",
            _ => null,
        };
    }

    private static bool IsPaired(string value, int i) => char.IsHighSurrogate(value[i])
        ? i + 1 < value.Length && char.IsLowSurrogate(value[i + 1])
        : i > 0 && char.IsHighSurrogate(value[i - 1]);

    private static object? Convert(JsonElement element, RenderBudget budget)
    {
        budget.Step();
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new GoMap();
                foreach (var property in element.EnumerateObject())
                {
                    map[property.Name] = Convert(property.Value, budget);
                }

                return map;
            case JsonValueKind.Array:
                return new GoList([.. element.EnumerateArray().Select(item => Convert(item, budget))]);
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return element.GetDouble();
            case JsonValueKind.True or JsonValueKind.False:
                return element.ValueKind == JsonValueKind.True;
            default:
                return null;
        }
    }
}
