using Mirror.MSBuild.Running;
using Mirror.Oci.Store;

namespace Mirror.MSBuild.Tasks;

/// <summary>
/// What the tasks have in common: parameters, cancellation, and problems in MSBuild's form. Nothing is read from the process itself, so that tasks of
/// several projects can run in one.
/// </summary>
public abstract partial class MirrorTask : Microsoft.Build.Utilities.Task, ICancelableTask, IMultiThreadableTask, IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public override bool Execute()
    {
        var log = new TaskLog(Log, TaskEnvironment.ProjectDirectory);
        try
        {
            RunAsync(new TaskRun(ToRunOptions(), log), _cancellation.Token).GetAwaiter().GetResult();
        }
        catch (MirrorException e)
        {
            log.Report(e.Diagnostics);
        }
        catch (Exception e) when (DiskErrors.Explain(e) is { } known)
        {
            log.Report(known.Diagnostics);
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            log.Say(MessageImportance.High, "Cancelled. What arrived is kept; the same command continues from there.");
            return false;
        }

        return !Log.HasLoggedErrors;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task RunAsync(TaskRun run, CancellationToken cancellationToken);
}
