using System.Collections.Concurrent;

namespace Mirror.Testing;

/// <summary>
/// A clock whose timers fire as soon as they are made, so that waits cost nothing; it notes how long each would have been. Timers that would only
/// fire after <paramref name="longest"/> never do: they guard against what takes too long.
/// </summary>
public sealed class InstantTimeProvider(TimeSpan longest) : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    /// <summary>The waits so far, in their order.</summary>
    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    /// <summary>A fixed moment.</summary>
    public DateTimeOffset Now { get; init; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => 0;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero || dueTime > longest)
        {
            return TimeProvider.System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        _waits.Enqueue(dueTime);
        return TimeProvider.System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
