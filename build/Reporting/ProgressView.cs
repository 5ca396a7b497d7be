namespace Mirror.Build.Reporting;

/// <summary>
/// Shows progress while something runs: a line that is replaced several times a second on a terminal, a line every few seconds elsewhere,
/// nothing before there is a plan or when nothing has changed.
/// </summary>
internal sealed class ProgressView : IAsyncDisposable
{
    private static readonly TimeSpan LivePeriod = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainPeriod = TimeSpan.FromSeconds(5);

    private readonly Terminal _terminal;
    private readonly Func<ProgressSample> _sample;
    private readonly TimeProvider _time;
    private readonly TransferRate _rate = new();
    private readonly ITimer _timer;
    private readonly long _start;
    private readonly Lock _gate = new();
    private string? _lastLine;

    /// <summary>Starts at once; disposing ends it and takes the live line away.</summary>
    public ProgressView(Terminal terminal, Func<ProgressSample> sample, TimeProvider time)
    {
        _terminal = terminal;
        _sample = sample;
        _time = time;
        _start = time.GetTimestamp();
        var period = terminal.IsLive ? LivePeriod : PlainPeriod;
        _timer = time.CreateTimer(_ => Show(), null, period, period);
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        _terminal.ShowStatus(null);
    }

    private void Show()
    {
        // A slow terminal must not pile up timer threads.
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            var sample = _sample();
            var line = ProgressText.Line(sample, _rate.Add(_time.GetElapsedTime(_start), sample.BytesMoved + sample.BytesVerified));
            if (!sample.IsPlanned || line == _lastLine)
            {
                return;
            }

            _lastLine = line;
            if (_terminal.IsLive)
            {
                _terminal.ShowStatus(line);
            }
            else
            {
                _terminal.WriteLine(line);
            }
        }
        finally
        {
            _gate.Exit();
        }
    }
}
