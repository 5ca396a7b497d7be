namespace Mirror.Testing;

/// <summary>
/// A clock that moves only when a test moves it, or, up to <see cref="AutoAdvance"/>, whenever somebody waits: then the wait is over at once and the
/// clock shows its end. Short waits (between retries) thus cost nothing, long ones (time limits) never pass by themselves.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(TimeSpan DueTime, TaskCompletionSource Fired)> _expected = [];
    private readonly List<TimeSpan> _waits = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The longest wait that ends by itself.</summary>
    public TimeSpan AutoAdvance { get; init; }

    /// <summary>The waits that ended by themselves, in their order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_lock)
            {
                return [.. _waits];
            }
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock; every timer that comes due fires.</summary>
    public void Advance(TimeSpan duration)
    {
        List<ManualTimer> due;
        lock (_lock)
        {
            _now += duration;
            due = _timers.FindAll(timer => timer.Due <= _now);
            _timers.RemoveAll(timer => timer.Due <= _now);
        }

        due.ForEach(timer => timer.Fire());
    }

    /// <summary>Lets the time limit of exactly <paramref name="dueTime"/> pass that is running, or the next one that is set.</summary>
    public async Task FireNextAsync(TimeSpan dueTime)
    {
        ManualTimer? running;
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            running = _timers.Find(timer => timer.DueTime == dueTime);
            if (running is null)
            {
                _expected.Add((dueTime, fired));
            }
            else
            {
                _timers.Remove(running);
                fired.SetResult();
            }
        }

        running?.Fire();
        await fired.Task;
    }

    private void Set(ManualTimer timer, TimeSpan dueTime)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return;
            }

            timer.DueTime = dueTime;
            timer.Due = _now + dueTime;
            var expected = _expected.FindIndex(entry => entry.DueTime == dueTime);
            if (expected >= 0)
            {
                _expected[expected].Fired.SetResult();
                _expected.RemoveAt(expected);
            }
            else if (dueTime > AutoAdvance)
            {
                _timers.Add(timer);
                return;
            }
            else if (dueTime > TimeSpan.Zero)
            {
                _waits.Add(dueTime);
                _now += dueTime;
            }
        }

        // Never inside the call that sets the timer: its owner may not have it yet.
        ThreadPool.QueueUserWorkItem(static fired => fired.Fire(), timer, preferLocal: false);
    }

    private void Remove(ManualTimer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class ManualTimer(ManualTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan DueTime { get; set; }

        public DateTimeOffset Due { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            owner.Set(this, dueTime);
            return true;
        }

        public void Dispose() => owner.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
