using System.Globalization;

namespace Mirror.Charts.Values;

/// <summary>What fmt prints of a value: <c>%v</c>, and the parts that the other verbs share.</summary>
internal static class GoFormat
{
    // Values nest as deep as YAML lets them; text/template and sprig can nest lists further.
    private const int MaxDepth = 1000;

    public static string Print(object? value, Rendering.RenderBudget budget) => value switch
    {
        string text => text,
        bool b => b ? "true" : "false",
        nint i => i.ToString(CultureInfo.InvariantCulture),
        _ => Write(new TextBuilder(budget), value, 0).ToString(),
    };

    public static TextBuilder Write(TextBuilder text, object? value, int depth = 0, bool withNames = false)
    {
        text.Budget.Step();
        if (depth > MaxDepth)
        {
            throw new Rendering.FunctionException($"A value is nested deeper than {MaxDepth} levels.", ChartFailure.Limit);
        }

        return value switch
        {
            null or Missing => text.Append("<nil>"),
            string s => text.Append(s),
            bool b => text.Append(b ? "true" : "false"),
            double d => text.Append(GoFloat.Format(d, 'g')),
            GoMap map => WriteMap(text, map, depth, withNames),
            GoList list => WriteList(text, list, depth, withNames),
            GoObject { Text: { } shown } => text.Append(shown),
            GoObject obj => WriteStruct(text, obj, depth, withNames),
            IFormattable number => text.Append(number.ToString(null, CultureInfo.InvariantCulture)),
            _ => text.Append(value.ToString() ?? ""),
        };
    }

    private static TextBuilder WriteMap(TextBuilder text, GoMap map, int depth, bool withNames)
    {
        text.Append("map[");
        var isFirst = true;
        foreach (var (key, item) in map)
        {
            if (!isFirst)
            {
                text.Append(' ');
            }

            isFirst = false;
            Write(text.Append(key).Append(':'), item, depth + 1, withNames);
        }

        return text.Append(']');
    }

    private static TextBuilder WriteList(TextBuilder text, GoList list, int depth, bool withNames)
    {
        text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
            {
                text.Append(' ');
            }

            Write(text, list[i], depth + 1, withNames);
        }

        return text.Append(']');
    }

    private static TextBuilder WriteStruct(TextBuilder text, GoObject obj, int depth, bool withNames)
    {
        text.Append('{');
        var isFirst = true;
        foreach (var (key, item) in obj.ToData() as GoMap ?? [])
        {
            if (!isFirst)
            {
                text.Append(' ');
            }

            isFirst = false;
            if (withNames)
            {
                text.Append(key).Append(':');
            }

            Write(text, item, depth + 1, withNames);
        }

        return text.Append('}');
    }
}
