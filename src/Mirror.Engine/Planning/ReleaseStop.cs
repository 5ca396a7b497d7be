using Mirror.Model.Planning;

namespace Mirror.Engine.Planning;

/// <summary>Ends work on many images at once when one of a release fails: a release is of no use without it, and what else there is can wait until that is mended.</summary>
internal sealed class ReleaseStop(CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    /// <summary>For the work.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Takes note of a failure.</summary>
    public Task FailedAsync(PlannedImage image) => image.Release is null ? Task.CompletedTask : _stop.CancelAsync();

    /// <summary>Ends with <paramref name="work"/>, also when it was stopped; the failure that stopped it is among those that the caller collects.</summary>
    public async Task UnlessStoppedAsync(Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
