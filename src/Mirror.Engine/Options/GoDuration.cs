using System.Buffers;
using System.Globalization;

namespace Mirror.Engine.Options;

/// <summary>Durations as oc-mirror's flags take them: <c>1h30m</c>, <c>90s</c>, <c>250ms</c>, or <c>0</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>False for anything else, and for more than a year.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0")
        {
            return true;
        }

        if (text.Length is 0 or > 40)
        {
            return false;
        }

        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberLetters);
            if (digits <= 0 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny(NumberLetters);
            var unit = letters < 0 ? rest : rest[..letters];
            if (TicksOf(unit) is not { } ticks || number > 1_000_000_000)
            {
                return false;
            }

            duration += TimeSpan.FromTicks((long)Math.Min(number * ticks, Longest.Ticks + 1));
            if (duration > Longest)
            {
                return false;
            }

            rest = rest[unit.Length..];
        }

        return true;
    }

    private static long? TicksOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => null,
    };
}
