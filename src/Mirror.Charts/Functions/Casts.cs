using System.Globalization;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;

namespace Mirror.Charts.Functions;

/// <summary>How Sprig turns anything into a number or a text; what cannot be turned is zero.</summary>
internal static class Casts
{
    public static long ToInt64(object? value) => value switch
    {
        bool b => b ? 1 : 0,
        double d => double.IsNaN(d) ? 0 : (long)Math.Clamp(d, long.MinValue, long.MaxValue),
        string text => ParseInt64(text),
        _ when GoTypes.TryGetInteger(value, out var integer) => integer,
        _ when GoTypes.TryGetUnsigned(value, out var unsigned) => (long)unsigned,
        _ => 0,
    };

    public static double ToFloat64(object? value) => value switch
    {
        double d => d,
        bool b => b ? 1 : 0,
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) ? d : 0,
        _ when GoTypes.TryGetInteger(value, out var integer) => integer,
        _ when GoTypes.TryGetUnsigned(value, out var unsigned) => unsigned,
        _ => 0,
    };

    /// <summary>Sprig's strval.</summary>
    public static string ToText(object? value, Execution execution) => value switch
    {
        string text => text,
        GoList { GoType: GoList.BytesType } bytes => GoText.FromBytes([.. bytes.Select(b => (byte)b!)]),
        GoObject { Text: { } text } => text,
        _ => GoFormat.Print(value, execution.Budget),
    };

    /// <summary>Sprig's strslice: nil elements are left out.</summary>
    public static List<string> ToTexts(object? value, Execution execution)
    {
        switch (value)
        {
            case null:
                return [];
            case GoList list:
                execution.Budget.Steps(list.Count);
                return [.. list.Where(item => item is not null).Select(item => ToText(item, execution))];
            default:
                return [ToText(value, execution)];
        }
    }

    private static long ParseInt64(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point >= 0 && text.AsSpan(point + 1).IndexOfAnyExcept('0') < 0 ? text[..point] : text;
        return NumberLiteral.TryParseInteger(whole, out var integer) && integer >= long.MinValue && integer <= long.MaxValue ? (long)integer : 0;
    }
}
