using System.Buffers;
using System.Globalization;
using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using static Mirror.Charts.Templating.ParameterKind;
using static Mirror.Charts.Templating.TemplateFunction;

namespace Mirror.Charts.Functions;

/// <summary>Sprig's dates by the injected clock; the local zone is UTC, so that a rendering is the same everywhere.</summary>
internal static class DateFunctions
{
    private const string IsoDate = "2006-01-02";

    private static readonly SearchValues<char> _numberCharacters = SearchValues.Create("0123456789.");

    public static IEnumerable<TemplateFunction> All =>
    [
        Of("now", (e, _) => Now(e)),
        Of("ago", (e, a) => new GoDuration(RoundToSecond((Now(e).Value - ToTime(e, a[0]).Value).Ticks * 100)).Text, Any),
        Of("date", (e, a) => GoDateFormat.Format(ToTime(e, a[1]), (string)a[0]!), Text, Any),
        Of("dateInZone", (e, a) => InZone(e, (string)a[0]!, a[1], (string)a[2]!), Text, Any, Text),
        Of("date_in_zone", (e, a) => InZone(e, (string)a[0]!, a[1], (string)a[2]!), Text, Any, Text),
        Of("htmlDate", (e, a) => GoDateFormat.Format(ToTime(e, a[0]), IsoDate), Any),
        Of("htmlDateInZone", (e, a) => InZone(e, IsoDate, a[0], (string)a[1]!), Any, Text),
        Of("dateModify", (e, a) => Modify(e, (string)a[0]!, a[1], false), Text, Any),
        Of("date_modify", (e, a) => Modify(e, (string)a[0]!, a[1], false), Text, Any),
        Of("mustDateModify", (e, a) => Modify(e, (string)a[0]!, a[1], true), Text, Any),
        Of("must_date_modify", (e, a) => Modify(e, (string)a[0]!, a[1], true), Text, Any),
        Of("toDate", (_, a) => GoDateFormat.TryParse((string)a[0]!, (string)a[1]!, out var time) ? time : GoTime.Zero, Text, Text),
        Of("mustToDate", (_, a) => MustToDate((string)a[0]!, (string)a[1]!), Text, Text),
        Of("unixEpoch", (e, a) => ToTime(e, a[0]).Value.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Any),
        Of("duration", (_, a) => new GoDuration(unchecked(Casts.ToInt64(a[0]) * 1_000_000_000)).Text, Any),
        Of("durationRound", (e, a) => RoundDuration(e, a[0]), Any),
    ];

    private static GoTime Now(Execution execution) => new(execution.Clock.GetUtcNow());

    private static long RoundToSecond(long nanoseconds) => (long)Math.Round(nanoseconds / 1e9, MidpointRounding.AwayFromZero) * 1_000_000_000;

    private static GoTime ToTime(Execution execution, object? value) => value switch
    {
        GoTime time => time,
        long or nint or int => new GoTime(DateTimeOffset.FromUnixTimeSeconds(Casts.ToInt64(value))),
        _ => Now(execution),
    };

    private static string InZone(Execution execution, string layout, object? value, string zone)
    {
        var time = ToTime(execution, value).Value;
        if (zone is "" or "UTC" or "Local" || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
        {
            return GoDateFormat.Format(new GoTime(time.ToUniversalTime()), layout);
        }

        var local = TimeZoneInfo.ConvertTime(time, found);
        return GoDateFormat.Format(new GoTime(local, local.ToString("zz", CultureInfo.InvariantCulture)), layout);
    }

    private static GoTime Modify(Execution execution, string text, object? value, bool must)
    {
        var time = ToTime(execution, value);
        if (TryParseDuration(text, out var nanoseconds))
        {
            return new GoTime(time.Value.AddTicks(nanoseconds / 100), time.Zone);
        }

        return must ? throw new FunctionException($"'{text}' is not a duration.") : time;
    }

    private static GoTime MustToDate(string layout, string text) =>
        GoDateFormat.TryParse(layout, text, out var time) ? time : throw new FunctionException($"'{text}' is not a date of the layout '{layout}'.");

    private static string RoundDuration(Execution execution, object? value)
    {
        var nanoseconds = value switch
        {
            string text => TryParseDuration(text, out var parsed) ? parsed : 0,
            long seconds => seconds,
            GoDuration duration => duration.Nanoseconds,
            GoTime time => (Now(execution).Value - time.Value).Ticks * 100,
            _ => 0,
        };
        var magnitude = nanoseconds < 0 ? (ulong)-nanoseconds : (ulong)nanoseconds;
        foreach (var (unit, seconds) in new[] { ("y", 31_536_000UL), ("mo", 2_592_000UL), ("d", 86_400UL), ("h", 3_600UL), ("m", 60UL), ("s", 1UL) })
        {
            if (magnitude > seconds * 1_000_000_000)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{(nanoseconds < 0 ? "-" : "")}{magnitude / (seconds * 1_000_000_000)}{unit}");
            }
        }

        return "0s";
    }

    // As time.ParseDuration: numbers with units, one sign in front of all.
    private static bool TryParseDuration(string text, out long nanoseconds)
    {
        nanoseconds = 0;
        var rest = text.AsSpan();
        var isNegative = rest is ['-', ..];
        rest = rest is ['-' or '+', ..] ? rest[1..] : rest;
        if (rest.SequenceEqual("0"))
        {
            return true;
        }

        double total = 0;
        while (rest.Length > 0)
        {
            var length = rest.IndexOfAnyExcept(_numberCharacters);
            if (length <= 0 || !double.TryParse(rest[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[length..];
            var unitLength = rest.IndexOfAny(_numberCharacters);
            var unit = unitLength < 0 ? rest : rest[..unitLength];
            var size = unit switch { "ns" => 1, "us" or "µs" or "μs" => 1e3, "ms" => 1e6, "s" => 1e9, "m" => 60e9, "h" => 3600e9, _ => 0 };
            if (size == 0)
            {
                return false;
            }

            total += number * size;
            rest = rest[unit.Length..];
        }

        nanoseconds = (long)(isNegative ? -total : total);
        return text.Length > 0 && Math.Abs(total) < long.MaxValue;
    }
}
