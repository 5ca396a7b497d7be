using Mirror.MSBuild.Running;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.MSBuild.Tasks;

/// <summary>A task that is one step of the engine.</summary>
public abstract class MirrorStepTask : MirrorTask
{
    private protected virtual bool UsesNetwork => false;

    private protected abstract Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken);

    private protected virtual MirrorEngine NewEngine(MirrorOptions options, MirrorEnvironment environment) => new(options, environment);

    private protected virtual Task CompleteAsync(RunOptions options, CancellationToken cancellationToken) => Task.CompletedTask;

    private protected sealed override async Task RunAsync(TaskRun run, CancellationToken cancellationToken)
    {
        var environment = new MirrorEnvironment
        {
            Host = new HostEnvironment(run.Options.Variables),
            Warn = warning => run.Log.Report([warning]),
            Say = text => run.Log.Say(MessageImportance.High, text),
        };
        if (run.Options.ServesSandbox && UsesNetwork)
        {
            using var runtime = AspNetCoreRuntime.Use();
            var sandbox = await SandboxServer.StartAsync(run.Options.Options, cancellationToken).ConfigureAwait(false);
            await using (sandbox.ConfigureAwait(false))
            {
                await RunAsync(run, sandbox.Extend(environment), cancellationToken).ConfigureAwait(false);
            }
        }
        else
        {
            await RunAsync(run, environment, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(TaskRun run, MirrorEnvironment environment, CancellationToken cancellationToken)
    {
        using var engine = NewEngine(run.Options.Options, environment);
        var result = await RunStepAsync(run, engine, cancellationToken).ConfigureAwait(false);
        await CompleteAsync(run.Options, cancellationToken).ConfigureAwait(false);
        run.Log.Say(MessageImportance.Normal, $"{GetType().Name}: {(result.IsUpToDate ? "up to date, " : "")}{result.Message}");
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
