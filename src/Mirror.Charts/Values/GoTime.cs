namespace Mirror.Charts.Values;

/// <summary>Go's time.Time, to the hundred nanoseconds.</summary>
internal sealed class GoTime(DateTimeOffset value, string zone = "UTC") : GoObject
{
    /// <summary>What Go calls the zero time.</summary>
    public static readonly GoTime Zero = new(DateTimeOffset.MinValue);

    public DateTimeOffset Value => value;

    /// <summary>Abbreviation that the layout's <c>MST</c> prints.</summary>
    public string Zone => zone;

    public override string GoType => "time.Time";

    public override string Text => GoDateFormat.Format(this, "2006-01-02 15:04:05.999999999 -0700 MST");

    public override bool TryGet(string name, out object? result)
    {
        result = name switch
        {
            "Year" => (nint)value.Year,
            "Month" => (nint)value.Month,
            "Day" => (nint)value.Day,
            "Hour" => (nint)value.Hour,
            "Minute" => (nint)value.Minute,
            "Second" => (nint)value.Second,
            "Nanosecond" => (nint)((value.Ticks % TimeSpan.TicksPerSecond) * 100),
            "YearDay" => (nint)value.DayOfYear,
            "Weekday" => value.DayOfWeek.ToString(),
            "Unix" => value.ToUnixTimeSeconds(),
            "UnixMilli" => value.ToUnixTimeMilliseconds(),
            "UnixNano" => (value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100,
            "UTC" => new GoTime(value.ToUniversalTime()),
            "IsZero" => value == DateTimeOffset.MinValue,
            "String" => Text,
            _ => null,
        };
        return result is not null;
    }

    public override bool TryCall(string name, Templating.Execution execution, object?[] arguments, out object? result)
    {
        result = (name, arguments) switch
        {
            ("Format", [string layout]) => GoDateFormat.Format(this, layout),
            ("AddDate", [nint years, nint months, nint days]) => AddDate((int)years, (int)months, (int)days),
            ("Add", [GoDuration duration]) => new GoTime(value.AddTicks(duration.Nanoseconds / 100), zone),
            ("Sub", [GoTime other]) => new GoDuration((value.UtcTicks - other.Value.UtcTicks) * 100),
            ("After", [GoTime other]) => value > other.Value,
            ("Before", [GoTime other]) => value < other.Value,
            ("Equal", [GoTime other]) => value == other.Value,
            _ => null,
        };
        return result is not null;
    }

    public override object ToData() => GoDateFormat.Format(this, "2006-01-02T15:04:05.999999999Z07:00");

    // Days that a month does not have run over into the next month, so months cannot be added by the framework's calendar.
    private GoTime AddDate(int years, int months, int days)
    {
        var month = (value.Year + years) * 12 + value.Month - 1 + months;
        var first = new DateTimeOffset(month / 12, month % 12 + 1, 1, 0, 0, 0, value.Offset);
        return new GoTime(first.AddDays(value.Day - 1 + days).Add(value.TimeOfDay), zone);
    }
}
