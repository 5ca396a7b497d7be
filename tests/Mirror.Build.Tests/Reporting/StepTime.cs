namespace Mirror.Build.Tests.Reporting;

/// <summary>A clock that stands still, with timers that fire when told to.</summary>
internal sealed class StepTime : TimeProvider
{
    private readonly List<Action> _timers = [];

    public void Tick() => _timers.ForEach(fire => fire());

    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _timers.Add(() => callback(state));
        return new NoTimer();
    }

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
