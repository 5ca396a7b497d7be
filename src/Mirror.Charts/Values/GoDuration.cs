using System.Globalization;
using System.Text;

namespace Mirror.Charts.Values;

/// <summary>Go's time.Duration: nanoseconds.</summary>
internal sealed class GoDuration(long nanoseconds) : GoObject
{
    private const long Second = 1_000_000_000;

    public long Nanoseconds => nanoseconds;

    public override string GoType => "time.Duration";

    public override string GoKind => "int64";

    public override string Text => Format(nanoseconds);

    public override bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "Seconds" => nanoseconds / (double)Second,
            "Minutes" => nanoseconds / (60.0 * Second),
            "Hours" => nanoseconds / (3600.0 * Second),
            "Milliseconds" => nanoseconds / 1_000_000,
            "Microseconds" => nanoseconds / 1_000,
            "Nanoseconds" => nanoseconds,
            "String" => Text,
            _ => null,
        };
        return value is not null;
    }

    public override object ToData() => nanoseconds;

    private static string Format(long value)
    {
        if (value == 0)
        {
            return "0s";
        }

        var magnitude = value < 0 ? (ulong)-value : (ulong)value;
        var sign = value < 0 ? "-" : "";
        if (magnitude < (ulong)Second)
        {
            var (unit, size) = magnitude switch { < 1_000 => ("ns", 1UL), < 1_000_000 => ("µs", 1_000UL), _ => ("ms", 1_000_000UL) };
            return sign + Fraction(magnitude / size, magnitude % size, size) + unit;
        }

        var seconds = magnitude / (ulong)Second;
        var text = new StringBuilder(sign);
        if (seconds >= 3600)
        {
            text.Append(CultureInfo.InvariantCulture, $"{seconds / 3600}h");
        }

        if (seconds >= 60)
        {
            text.Append(CultureInfo.InvariantCulture, $"{seconds / 60 % 60}m");
        }

        return text.Append(Fraction(seconds % 60, magnitude % (ulong)Second, (ulong)Second)).Append('s').ToString();
    }

    private static string Fraction(ulong whole, ulong rest, ulong size)
    {
        var text = whole.ToString(CultureInfo.InvariantCulture);
        if (rest == 0)
        {
            return text;
        }

        var digits = (size + rest).ToString(CultureInfo.InvariantCulture)[1..].TrimEnd('0');
        return $"{text}.{digits}";
    }
}
