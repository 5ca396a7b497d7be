namespace Mirror.Oci.Registry.Transport;

/// <summary>
/// A token that is cancelled when what is expected does not happen in time. Made per attempt or stream; <see cref="Expect"/> is
/// called before each wait and <see cref="Rest"/> when nothing is awaited.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    private readonly CancellationTokenSource _expired = new();
    private readonly CancellationTokenSource _linked;
    private readonly ITimer _timer;

    public StallWatch(TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_expired.Token, cancellationToken);
        _timer = timeProvider.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(), _expired, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled by time or by the caller.</summary>
    public CancellationToken Token => _linked.Token;

    /// <summary>Whether it was time.</summary>
    public bool IsExpired => _expired.IsCancellationRequested;

    public void Expect(TimeSpan within) => _timer.Change(within, Timeout.InfiniteTimeSpan);

    public void Rest() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    // The source stays undisposed: a timer that is just firing may still cancel it, and it holds nothing to release.
    public void Dispose()
    {
        _timer.Dispose();
        _linked.Dispose();
    }
}
