using System.Globalization;
using Mirror.Engine.Collecting;
using Mirror.Engine.Connecting;
using Mirror.Engine.Planning;
using Mirror.Oci.Copying;
using Mirror.Oci.Store;

namespace Mirror.Engine.Deleting;

/// <summary>Deletes what a plan names, by digest, and reports what became of each name.</summary>
internal sealed class DeleteOperation(MirrorOptions options, LiveLocks liveLocks, StoreCleaning store, Connections connections, CopyProgress progress, Action<Diagnostic> warn)
{
    /// <summary>Executes the plan that <c>--plan</c> names.</summary>
    public Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var file = new DeletionPlanFile(options, connections.DestinationAddress);
        return options.PlanFile is { } path
            ? RunAsync(path, cancellationToken)
            : throw MirrorErrors.DeletePlanMissing.Exception(
                $"Delete executes a plan that was reviewed. Write one with '--target DeletePlan', then name it: '--plan {options.DisplayPath(file.DefaultPath)}'.");
    }

    /// <summary>Executes a plan.</summary>
    public async Task<StepResult> RunAsync(string path, CancellationToken cancellationToken)
    {
        var destination = connections.DestinationAddress;
        var plan = await new DeletionPlanFile(options, destination).ReadAsync(path, cancellationToken).ConfigureAwait(false);
        if (plan.Count == 0)
        {
            return StepResult.UpToDate($"'{options.DisplayPath(path)}' names nothing");
        }

        var live = new LiveContent(await liveLocks.ReadAsync(cancellationToken).ConfigureAwait(false), new DestinationNames(destination, options.MaxNestedPaths));
        var remover = connections.Remover;
        await remover.PingAsync(cancellationToken).ConfigureAwait(false);
        using var owned = options.ForceCacheDelete ? store.Own() : null;
        var run = new DeletionRun(remover, new RepositoryReader(remover, connections.Parallelism, progress), live, connections.Parallelism, progress);
        var results = await run.RunAsync(plan, cancellationToken).ConfigureAwait(false);
        var freed = await remover.FreeAsync(cancellationToken).ConfigureAwait(false);
        var report = Path.Combine(options.OutputFolder, "delete", "delete-report.json");
        await AtomicFile.WriteAsync(report, DeletionReport.Write(destination, results), cancellationToken).ConfigureAwait(false);
        ThrowIfIncomplete(results);

        var fromStore = owned is null
            ? ""
            : $"; {(await store.RemoveAsync(results.Select(result => result.Deletion.Digest).OfType<Digest>(), cancellationToken).ConfigureAwait(false)).ToSentence()} of the store";
        return Summarise(results, freed, fromStore);
    }

    private void ThrowIfIncomplete(IReadOnlyCollection<DeletedContent> results)
    {
        foreach (var moved in results.Where(result => result.Outcome == DeletionOutcome.Moved).OrderBy(result => result.Deletion.Name, StringComparer.Ordinal))
        {
            warn(MirrorErrors.TagMoved.Diagnostic($"'{moved.Deletion.Name}' shows something else than when the plan was made, and stays."));
        }

        var failed = results.Where(result => result.Failure is not null).OrderBy(result => result.Deletion.Name, StringComparer.Ordinal).ToList();
        if (failed.Count == 0)
        {
            return;
        }

        var deleted = Count(results, DeletionOutcome.Deleted);
        throw new MirrorException(
        [
            .. failed.SelectMany(result => result.Failure!.Diagnostics.Select(problem => problem with { Message = $"'{result.Deletion.Name}' is still there: {problem.Message}" })),
            MirrorErrors.DeleteIncomplete.Diagnostic(string.Create(
                CultureInfo.InvariantCulture, $"{failed.Count} of {results.Count} names are still there. Mend what is named above and run the same command again: what is gone is passed over.")),
        ])
        {
            ExitCode = deleted > 0 ? ExitCode.Incomplete : failed[0].Failure!.ExitCode,
        };
    }

    private StepResult Summarise(IReadOnlyCollection<DeletedContent> results, long? freed, string fromStore)
    {
        var deleted = Count(results, DeletionOutcome.Deleted);
        var others = string.Create(CultureInfo.InvariantCulture, $"{Count(results, DeletionOutcome.Absent)} gone already, {Count(results, DeletionOutcome.Moved)} moved on");
        if (deleted == 0 && fromStore.Length == 0)
        {
            return StepResult.UpToDate($"nothing of the plan is at '{connections.DestinationAddress}' any more ({others})");
        }

        var space = freed is null ? "; the registry frees the space when its owner runs its garbage collection" : $", {ByteSize.Format(freed.Value)} freed";
        return StepResult.Done(string.Create(CultureInfo.InvariantCulture, $"deleted {Counted.Of(deleted, "name", "names")} ({others}){space}{fromStore}"));
    }

    private static int Count(IEnumerable<DeletedContent> results, DeletionOutcome outcome) => results.Count(result => result.Outcome == outcome);
}
