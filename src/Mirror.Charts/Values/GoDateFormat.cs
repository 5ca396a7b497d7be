using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Mirror.Charts.Values;

/// <summary>Dates by the layouts of Go: the reference time written the way the result should look.</summary>
internal static class GoDateFormat
{
    // Longest first where one is the beginning of another.
    private static readonly string[] _elements =
    [
        "January", "Jan", "Monday", "Mon", "MST", "2006", "-07:00:00", "-07:00", "-070000", "-0700", "-07", "Z07:00:00", "Z07:00", "Z070000",
        "Z0700", "Z07", "002", "01", "02", "03", "04", "05", "06", "15", "PM", "pm", "__2", "_2", "1", "2", "3", "4", "5",
    ];

    public static string Format(GoTime time, string layout)
    {
        var text = new StringBuilder(layout.Length + 16);
        foreach (var (literal, element) in Parts(layout))
        {
            text.Append(literal);
            if (element is not null)
            {
                AppendElement(text, time, element);
            }
        }

        return text.ToString();
    }

    public static bool TryParse(string layout, string value, [NotNullWhen(true)] out GoTime? time)
    {
        time = null;
        var rest = value.AsSpan();
        int year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0;
        long ticks = 0;
        bool isAfternoon = false, isTwelveHour = false;
        var offset = TimeSpan.Zero;
        foreach (var (literal, element) in Parts(layout))
        {
            if (!rest.StartsWith(literal, StringComparison.Ordinal))
            {
                return false;
            }

            rest = rest[literal.Length..];
            var isRead = element switch
            {
                null => true,
                "2006" => Number(ref rest, 4, 4, out year),
                "06" => Number(ref rest, 2, 2, out year) && (year += year < 69 ? 2000 : 1900) > 0,
                "01" => Number(ref rest, 2, 2, out month),
                "1" => Number(ref rest, 1, 2, out month),
                "January" or "Jan" => Name(ref rest, element == "Jan", CultureInfo.InvariantCulture.DateTimeFormat.MonthNames, out month) && ++month > 0,
                "Monday" or "Mon" => Name(ref rest, element == "Mon", CultureInfo.InvariantCulture.DateTimeFormat.DayNames, out _),
                "02" => Number(ref rest, 2, 2, out day),
                "2" or "_2" => Number(ref rest, 1, 2, out day),
                "15" => Number(ref rest, 2, 2, out hour),
                "03" => (isTwelveHour = true) && Number(ref rest, 2, 2, out hour),
                "3" => (isTwelveHour = true) && Number(ref rest, 1, 2, out hour),
                "04" => Number(ref rest, 2, 2, out minute),
                "4" => Number(ref rest, 1, 2, out minute),
                "05" => Number(ref rest, 2, 2, out second) && Fraction(ref rest, ref ticks),
                "5" => Number(ref rest, 1, 2, out second) && Fraction(ref rest, ref ticks),
                "PM" or "pm" => HalfDay(ref rest, out isAfternoon),
                "MST" => Zone(ref rest),
                _ when element[0] is 'Z' or '-' => Offset(ref rest, element, out offset),
                _ when element[0] is '.' or ',' => Fraction(ref rest, ref ticks),
                _ => false,
            };
            if (!isRead)
            {
                return false;
            }
        }

        if (isTwelveHour)
        {
            hour = hour % 12 + (isAfternoon ? 12 : 0);
        }

        var isValid = rest.Length == 0 && year is >= 1 and <= 9998 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour < 24 && minute < 60 && second < 60 && offset.Duration() < TimeSpan.FromHours(14);
        time = isValid ? new GoTime(new DateTimeOffset(year, month, day, hour, minute, second, offset).AddTicks(ticks)) : null;
        return isValid;
    }

    private static IEnumerable<(string Literal, string? Element)> Parts(string layout)
    {
        var start = 0;
        for (var i = 0; i < layout.Length;)
        {
            var element = ElementAt(layout, i);
            if (element is null)
            {
                i++;
                continue;
            }

            yield return (layout[start..i], element);
            i += element.Length;
            start = i;
        }

        yield return (layout[start..], null);
    }

    private static string? ElementAt(string layout, int i)
    {
        if (layout[i] is '.' or ',' && i + 1 < layout.Length && layout[i + 1] is '0' or '9')
        {
            var end = i + 1;
            while (end < layout.Length && layout[end] == layout[i + 1])
            {
                end++;
            }

            // ".0" is a fraction only when no other digit follows.
            return end < layout.Length && char.IsAsciiDigit(layout[end]) ? null : layout[i..end];
        }

        foreach (var element in _elements)
        {
            if (string.CompareOrdinal(layout, i, element, 0, element.Length) != 0)
            {
                continue;
            }

            var isWordStart = element is "Jan" or "Mon" && i + 3 < layout.Length && char.IsAsciiLetterLower(layout[i + 3]);
            return isWordStart ? null : element;
        }

        return null;
    }

    private static void AppendElement(StringBuilder text, GoTime time, string element)
    {
        var value = time.Value;
        var culture = CultureInfo.InvariantCulture;
        string Two(int number) => number.ToString("00", culture);
        text.Append(element switch
        {
            "2006" => value.Year.ToString("0000", culture),
            "06" => Two(value.Year % 100),
            "01" => Two(value.Month),
            "1" => value.Month.ToString(culture),
            "January" => value.ToString("MMMM", culture),
            "Jan" => value.ToString("MMM", culture),
            "Monday" => value.ToString("dddd", culture),
            "Mon" => value.ToString("ddd", culture),
            "02" => Two(value.Day),
            "_2" => value.Day.ToString(culture).PadLeft(2),
            "2" => value.Day.ToString(culture),
            "002" => value.DayOfYear.ToString("000", culture),
            "__2" => value.DayOfYear.ToString(culture).PadLeft(3),
            "15" => Two(value.Hour),
            "03" => Two((value.Hour + 11) % 12 + 1),
            "3" => ((value.Hour + 11) % 12 + 1).ToString(culture),
            "04" => Two(value.Minute),
            "4" => value.Minute.ToString(culture),
            "05" => Two(value.Second),
            "5" => value.Second.ToString(culture),
            "PM" => value.Hour >= 12 ? "PM" : "AM",
            "pm" => value.Hour >= 12 ? "pm" : "am",
            "MST" => time.Zone,
            _ when element[0] is 'Z' && value.Offset == TimeSpan.Zero => "Z",
            _ when element[0] is 'Z' or '-' => FormatOffset(value.Offset, element),
            _ => FormatFraction(value, element),
        });
    }

    private static string FormatOffset(TimeSpan offset, string element)
    {
        var separator = element.Contains(':', StringComparison.Ordinal) ? ":" : "";
        var text = string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? '-' : '+')}{Math.Abs(offset.Hours):00}");
        var digits = element.Count(char.IsAsciiDigit);
        text += digits >= 4 ? separator + Math.Abs(offset.Minutes).ToString("00", CultureInfo.InvariantCulture) : "";
        return text + (digits >= 6 ? separator + "00" : "");
    }

    private static string FormatFraction(DateTimeOffset value, string element)
    {
        var digits = (value.Ticks % TimeSpan.TicksPerSecond * 100).ToString("000000000", CultureInfo.InvariantCulture);
        var shown = digits[..Math.Min(element.Length - 1, digits.Length)];
        if (element[1] == '9')
        {
            shown = shown.TrimEnd('0');
            return shown.Length == 0 ? "" : element[0] + shown;
        }

        return element[0] + shown;
    }

    private static bool Number(ref ReadOnlySpan<char> rest, int minimum, int maximum, out int number)
    {
        var start = minimum < maximum && rest is [' ', ..] ? 1 : 0;
        var length = start;
        while (length < rest.Length && length - start < maximum && char.IsAsciiDigit(rest[length]))
        {
            length++;
        }

        number = 0;
        var isNumber = length - start >= minimum && int.TryParse(rest[start..length], NumberStyles.None, CultureInfo.InvariantCulture, out number);
        rest = isNumber ? rest[length..] : rest;
        return isNumber;
    }

    private static bool Name(ref ReadOnlySpan<char> rest, bool isShort, string[] names, out int index)
    {
        for (index = 0; index < names.Length; index++)
        {
            var name = isShort && names[index].Length > 3 ? names[index][..3] : names[index];
            if (name.Length > 0 && rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                rest = rest[name.Length..];
                return true;
            }
        }

        return false;
    }

    private static bool HalfDay(ref ReadOnlySpan<char> rest, out bool isAfternoon)
    {
        isAfternoon = rest.StartsWith("pm", StringComparison.OrdinalIgnoreCase);
        var isRead = isAfternoon || rest.StartsWith("am", StringComparison.OrdinalIgnoreCase);
        rest = isRead ? rest[2..] : rest;
        return isRead;
    }

    private static bool Fraction(ref ReadOnlySpan<char> rest, ref long ticks)
    {
        if (rest is not ['.' or ',', >= '0' and <= '9', ..])
        {
            return true;
        }

        var length = 1;
        while (length < rest.Length && char.IsAsciiDigit(rest[length]))
        {
            length++;
        }

        ticks = long.Parse(rest[1..Math.Min(length, 8)].ToString().PadRight(7, '0'), CultureInfo.InvariantCulture);
        rest = rest[length..];
        return true;
    }

    private static bool Zone(ref ReadOnlySpan<char> rest)
    {
        var length = 0;
        while (length < rest.Length && char.IsAsciiLetterUpper(rest[length]))
        {
            length++;
        }

        rest = rest[length..];
        return length is >= 3 and <= 5;
    }

    private static bool Offset(ref ReadOnlySpan<char> rest, string element, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (element[0] == 'Z' && rest is ['Z', ..])
        {
            rest = rest[1..];
            return true;
        }

        if (rest is not ['+' or '-', ..])
        {
            return false;
        }

        var isNegative = rest[0] == '-';
        rest = rest[1..];
        var minutes = 0;
        if (!Number(ref rest, 2, 2, out var hours))
        {
            return false;
        }

        if (element.Count(char.IsAsciiDigit) >= 4)
        {
            rest = element.Contains(':', StringComparison.Ordinal) && rest is [':', ..] ? rest[1..] : rest;
            if (!Number(ref rest, 2, 2, out minutes))
            {
                return false;
            }
        }

        offset = new TimeSpan(hours, minutes, 0) * (isNegative ? -1 : 1);
        return true;
    }
}
