namespace Mirror.Oci.Registry;

/// <summary>Counts of what one registry was asked. Safe for concurrent use.</summary>
public sealed class RegistryStatistics
{
    private long _requests;
    private long _tokenRequests;
    private long _retries;
    private long _rateLimited;
    private long _mounts;
    private long _bytesIn;
    private long _bytesOut;
    private long _waitedTicks;

    /// <summary>The counts so far; each is exact, but they may be of slightly different moments while requests are in flight.</summary>
    public RegistryStatisticsSnapshot Snapshot() => new(
        Interlocked.Read(ref _requests),
        Interlocked.Read(ref _tokenRequests),
        Interlocked.Read(ref _retries),
        Interlocked.Read(ref _rateLimited),
        Interlocked.Read(ref _mounts),
        Interlocked.Read(ref _bytesIn),
        Interlocked.Read(ref _bytesOut),
        TimeSpan.FromTicks(Interlocked.Read(ref _waitedTicks)));

    internal void CountRequest() => Interlocked.Increment(ref _requests);

    internal void CountTokenRequest() => Interlocked.Increment(ref _tokenRequests);

    internal void CountRetry(TimeSpan wait)
    {
        Interlocked.Increment(ref _retries);
        Interlocked.Add(ref _waitedTicks, wait.Ticks);
    }

    internal void CountRateLimited() => Interlocked.Increment(ref _rateLimited);

    internal void CountMount() => Interlocked.Increment(ref _mounts);

    internal void CountBytesIn(int bytes) => Interlocked.Add(ref _bytesIn, bytes);

    internal void CountBytesOut(int bytes) => Interlocked.Add(ref _bytesOut, bytes);
}
