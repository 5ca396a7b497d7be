using System.Diagnostics;
using Mirror.Engine.Reporting;
using Mirror.MSBuild.Running;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.MSBuild.Tasks;

/// <summary>A task that is one step of the engine.</summary>
public abstract class MirrorStepTask : MirrorTask
{
    private protected virtual bool UsesNetwork => false;

    // As the build host calls it: the same word names a step in both fronts' reports.
    private protected virtual string StepName => GetType().Name["Mirror".Length..];

    private protected abstract Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken);

    private protected virtual MirrorEngine NewEngine(MirrorOptions options, MirrorEnvironment environment) => new(options, environment);

    private protected virtual Task CompleteAsync(RunOptions options, CancellationToken cancellationToken) => Task.CompletedTask;

    private protected sealed override async Task RunAsync(TaskRun run, CancellationToken cancellationToken)
    {
        var record = BuildRecord.Of(BuildEngine, run.Options);
        var began = Stopwatch.GetTimestamp();
        try
        {
            var result = await RunAsync(run, record, cancellationToken).ConfigureAwait(false);
            Record(result.IsUpToDate ? StepOutcome.UpToDate : StepOutcome.Done, result.Message);
            run.Log.Say(MessageImportance.Normal, $"{GetType().Name}: {(result.IsUpToDate ? "up to date, " : "")}{result.Message}");
        }
        catch (Exception e)
        {
            Record(e is OperationCanceledException && cancellationToken.IsCancellationRequested ? StepOutcome.Cancelled : StepOutcome.Failed, "");
            record.Fail(e, cancellationToken);
            throw;
        }
        finally
        {
            await BuildRecord.WriteAsync(record, run).ConfigureAwait(false);
        }

        void Record(StepOutcome outcome, string message) => record.Add(new RunStep(StepName, outcome, Stopwatch.GetElapsedTime(began), message));
    }

    private async Task<StepResult> RunAsync(TaskRun run, RunRecord record, CancellationToken cancellationToken)
    {
        var environment = new MirrorEnvironment
        {
            Host = new HostEnvironment(run.Options.Variables),
            Warn = warning =>
            {
                record.Add(warning);
                run.Log.Report([warning]);
            },
            Say = text => run.Log.Say(MessageImportance.High, text),
        };
        if (run.Options.ServesSandbox && UsesNetwork)
        {
            using var runtime = AspNetCoreRuntime.Use();
            var sandbox = await SandboxServer.StartAsync(run.Options.Options, cancellationToken).ConfigureAwait(false);
            await using (sandbox.ConfigureAwait(false))
            {
                return await RunAsync(run, record, sandbox.Extend(environment), cancellationToken).ConfigureAwait(false);
            }
        }

        return await RunAsync(run, record, environment, cancellationToken).ConfigureAwait(false);
    }

    private async Task<StepResult> RunAsync(TaskRun run, RunRecord record, MirrorEnvironment environment, CancellationToken cancellationToken)
    {
        using var engine = NewEngine(run.Options.Options, environment);
        try
        {
            var result = await RunStepAsync(run, engine, cancellationToken).ConfigureAwait(false);
            await CompleteAsync(run.Options, cancellationToken).ConfigureAwait(false);
            return result;
        }
        finally
        {
            record.Add(engine.Traffic);
        }
    }

    private async Task<StepResult> RunStepAsync(TaskRun run, MirrorEngine engine, CancellationToken cancellationToken)
    {
        if (run.Options.Options.Quiet)
        {
            return await RunStepAsync(engine, cancellationToken).ConfigureAwait(false);
        }

        var lines = new ProgressLines(GetType().Name, engine.Progress, run.Log, TimeProvider.System);
        await using (lines.ConfigureAwait(false))
        {
            return await RunStepAsync(engine, cancellationToken).ConfigureAwait(false);
        }
    }
}
