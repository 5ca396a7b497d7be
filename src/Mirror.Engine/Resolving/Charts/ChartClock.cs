namespace Mirror.Engine.Resolving.Charts;

/// <summary>What templates see as the time: always the same, so that a chart that prints dates renders to the same text. Time that passes is measured as it is.</summary>
internal sealed class ChartClock : TimeProvider
{
    public static ChartClock Instance { get; } = new();

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
