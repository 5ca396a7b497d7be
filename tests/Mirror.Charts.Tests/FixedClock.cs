namespace Mirror.Charts.Tests;

/// <summary>A clock that stands still.</summary>
internal sealed class FixedClock : TimeProvider
{
    public static readonly FixedClock Instance = new();

    public override DateTimeOffset GetUtcNow() => new(2026, 3, 14, 15, 9, 26, TimeSpan.Zero);

    public override long GetTimestamp() => 0;
}
