namespace Mirror.Oci.Registry.Transport;

/// <summary>
/// How many requests one registry gets at a time: grows with success, first by one for each and after the first refusal by one for
/// each full round, halves when the registry limits the rate. A wait that the registry asks for holds back every request to it.
/// </summary>
/// <remarks>
/// A slot of a destination may be held while one of a source is awaited (an upload opens its source), never the other way round;
/// source and destination have gates of their own even if they are the same host. So no two operations can wait for each other.
/// </remarks>
internal sealed class HostGate(int initial, int maximum, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private int _limit = initial;
    private int _steep = int.MaxValue;
    private int _inUse;
    private int _round;
    private int _epoch;
    private DateTimeOffset _closedUntil;

    /// <summary>Requests that may be in flight now.</summary>
    public int Limit
    {
        get
        {
            lock (_lock)
            {
                return _limit;
            }
        }
    }

    /// <summary>Waits for a slot and for the end of any pause; the slot is free again when the result is disposed.</summary>
    public async ValueTask<Slot> EnterAsync(CancellationToken cancellationToken)
    {
        var turn = Enqueue();
        if (turn is not null)
        {
            await using var registration = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken)).ConfigureAwait(false);
            await turn.Task.ConfigureAwait(false);
        }

        var slot = new Slot(this);
        try
        {
            while (PauseLeft() is { } pause)
            {
                await Task.Delay(pause, timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            slot.Dispose();
            throw;
        }

        lock (_lock)
        {
            slot.Epoch = _epoch;
        }

        return slot;
    }

    /// <summary>The registry answered a request as it should.</summary>
    public void Succeeded()
    {
        lock (_lock)
        {
            if (_limit >= maximum || _inUse < _limit)
            {
                return;
            }

            if (_limit < _steep || ++_round >= _limit)
            {
                _round = 0;
                _limit++;
            }

            Admit();
        }
    }

    /// <summary>The registry limits the rate. Answers to requests that began before the last such event count as the same one.</summary>
    public void Throttled(Slot slot)
    {
        lock (_lock)
        {
            if (slot.Epoch == _epoch)
            {
                _epoch++;
                _limit = Math.Max(1, _limit / 2);
                _steep = _limit;
                _round = 0;
            }
        }
    }

    /// <summary>No request begins for this long.</summary>
    public void Close(TimeSpan duration)
    {
        lock (_lock)
        {
            var until = timeProvider.GetUtcNow() + duration;
            _closedUntil = until > _closedUntil ? until : _closedUntil;
        }
    }

    private TaskCompletionSource? Enqueue()
    {
        lock (_lock)
        {
            if (_inUse < _limit)
            {
                _inUse++;
                return null;
            }

            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
            return turn;
        }
    }

    private TimeSpan? PauseLeft()
    {
        lock (_lock)
        {
            var left = _closedUntil - timeProvider.GetUtcNow();
            return left > TimeSpan.Zero ? left : null;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            _inUse--;
            Admit();
        }
    }

    // Who gave up waiting is still in the queue; its turn goes to the next.
    private void Admit()
    {
        while (_inUse < _limit && _waiting.TryDequeue(out var turn))
        {
            if (turn.TrySetResult())
            {
                _inUse++;
            }
        }
    }

    /// <summary>The right to have one request in flight.</summary>
    internal sealed class Slot(HostGate gate) : IDisposable
    {
        private int _left;

        public int Epoch { get; set; }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                gate.Leave();
            }
        }
    }
}
