namespace Mirror.Build.Reporting;

/// <summary>Bytes a second over the last samples, so that the shown rate neither jumps nor remembers the start for hours.</summary>
internal sealed class TransferRate
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(TimeSpan At, long Bytes)> _samples = new();

    /// <summary>Adds a sample and returns the rate; 0 until there are two different moments.</summary>
    /// <param name="at">Time since any fixed moment; never goes back.</param>
    /// <param name="bytes">Bytes moved since then.</param>
    public double Add(TimeSpan at, long bytes)
    {
        _samples.Enqueue((at, bytes));
        while (_samples.Count > 2 && at - _samples.Peek().At > Window)
        {
            _samples.Dequeue();
        }

        var oldest = _samples.Peek();
        var seconds = (at - oldest.At).TotalSeconds;
        return seconds > 0 ? (bytes - oldest.Bytes) / seconds : 0;
    }
}
