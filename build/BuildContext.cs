using Cake.Core;
using Mirror.Build.Arguments;
using Mirror.Build.Reporting;
using Mirror.Build.Running;

namespace Mirror.Build;

/// <summary>What the tasks of one run share.</summary>
public sealed class BuildContext : FrostingContext
{
    private readonly RunScope _scope;

    /// <summary>Made by the host's container, which calls only public constructors.</summary>
    public BuildContext(ICakeContext context, IServiceProvider services)
        : base(context) =>
        _scope = (RunScope?)services.GetService(typeof(RunScope)) ?? throw new FrostingException($"The host has no '{nameof(RunScope)}'.");

    internal MirrorOptions Options => _scope.Options;

    internal Repository Repository => _scope.Repository;

    internal HostCommand Command => _scope.Command;

    internal Terminal Terminal => _scope.Terminal;

    internal RunOutcome Outcome => _scope.Outcome;

    /// <summary>Cancelled by SIGINT and SIGTERM.</summary>
    internal CancellationToken CancellationToken => _scope.CancellationToken;

    /// <summary>The engine for what is neither a step nor needs the network.</summary>
    internal MirrorEngine FilesEngine => _scope.Session.ForFiles();

    /// <summary>Runs a step that reads and writes files alone.</summary>
    internal async Task RunStepAsync(string task, Func<MirrorEngine, CancellationToken, Task<StepResult>> step) =>
        Outcome.Record(task, await step(_scope.Session.ForFiles(), CancellationToken));

    /// <summary>Runs a step that may ask registries, and shows how far it is.</summary>
    internal async Task RunNetworkStepAsync(string task, Func<MirrorEngine, CancellationToken, Task<StepResult>> step)
    {
        var engine = await _scope.Session.ForNetworkAsync(CancellationToken);
        await using var view = Options.Quiet ? null : new ProgressView(Terminal, () => ProgressSample.Of(engine.Progress), TimeProvider.System);
        Outcome.Record(task, await step(engine, CancellationToken));
    }
}
