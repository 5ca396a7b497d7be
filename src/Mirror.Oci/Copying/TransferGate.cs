namespace Mirror.Oci.Copying;

/// <summary>Lets at most <paramref name="parallel"/> transfers run at a time, each for at most <paramref name="timeout"/>, waiting for its turn excluded. Safe for concurrent use.</summary>
/// <param name="timeout">Retries included; null is no limit.</param>
public sealed class TransferGate(int parallel, TimeSpan? timeout, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _places = new(parallel);

    /// <summary>Runs <paramref name="transfer"/> of <paramref name="what"/> when it is its turn.</summary>
    /// <exception cref="MirrorException">MIR5009: it took too long.</exception>
    public async Task<T> RunAsync<T>(Digest what, Func<CancellationToken, Task<T>> transfer, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await transfer(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw MirrorErrors.TransferTimeout.Exception(
                $"Copying '{what}' took longer than {timeout}. Raise '--image-timeout', or look for what is slow; what has arrived is not sent again.", e);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();
}
