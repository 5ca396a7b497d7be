using Mirror.Model.Locking;

namespace Mirror.Engine.Locking;

/// <summary>Puts the answer of Resolve into <c>mirror.lock.json</c>; equal bytes leave the file untouched.</summary>
internal sealed class LockOperation(MirrorOptions options, LockStorage storage)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        if (options.UsesArchiveLock)
        {
            return StepResult.UpToDate($"the archives bring the lock, and '{storage.DisplayName}' keeps it");
        }

        if (LockedMode.IsOn(options))
        {
            // Resolve has made sure that the lock answers the configuration; in this mode nothing may be written.
            return StepResult.UpToDate($"'{storage.DisplayName}' is locked and answers the configuration");
        }

        var candidate = await storage.FindCandidateAsync(cancellationToken).ConfigureAwait(false)
            ?? throw MirrorErrors.LockMissing.Exception("There is nothing to lock: run '--target Resolve' first, or '--target Lock', which does.");
        return await storage.WriteAsync(candidate, cancellationToken).ConfigureAwait(false)
            ? StepResult.Done($"wrote '{storage.DisplayName}'")
            : StepResult.UpToDate($"'{storage.DisplayName}' has these bytes already");
    }
}
