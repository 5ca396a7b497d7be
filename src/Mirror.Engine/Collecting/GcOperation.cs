namespace Mirror.Engine.Collecting;

/// <summary>Collects what no lock needs any more from the content store.</summary>
internal sealed class GcOperation(MirrorOptions options, StoreCleaning store)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var shown = options.DisplayPath(options.StoreFolder);
        if (!Directory.Exists(options.StoreFolder))
        {
            return StepResult.UpToDate($"there is no content store '{shown}'");
        }

        using var owned = store.Own();
        var cleaned = await store.RemoveUnneededAsync(cancellationToken).ConfigureAwait(false);
        var locks = string.Join(", ", cleaned.Locks.Select(name => name.Contains('\'', StringComparison.Ordinal) ? name : $"'{name}'"));
        return cleaned.Removed.Blobs == 0
            ? StepResult.UpToDate($"every blob in '{shown}' is needed by {locks}")
            : StepResult.Done($"{cleaned.ToSentence()}, from '{shown}'; what {locks} need is kept");
    }
}
