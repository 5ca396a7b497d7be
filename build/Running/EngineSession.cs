using System.Collections.Concurrent;
using System.Net;
using Mirror.Build.Reporting;
using Mirror.Engine.Options;
using Mirror.Oci.Registry;
using Mirror.Oci.Registry.Configuration;
using Mirror.Sandbox;

namespace Mirror.Build.Running;

/// <summary>
/// The engine of a run, made when the first step needs it. The demo's registries are served by this process; they are only started for steps
/// that may use the network. One step runs at a time.
/// </summary>
internal sealed class EngineSession(Repository repository, MirrorOptions options, Terminal terminal, IReadOnlyDictionary<string, string> variables) : IAsyncDisposable
{
    private readonly ConcurrentQueue<Diagnostic> _warnings = new();
    private SandboxHost? _sandbox;
    private MirrorEngine? _offline;
    private MirrorEngine? _online;

    /// <summary>The targets that were asked for by name.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Whether any step of a mirror has had its turn.</summary>
    public bool HasRun => _online is not null || _offline is not null;

    /// <summary>What was asked of each registry.</summary>
    public IReadOnlyList<(RegistryEndpoint Endpoint, RegistryStatisticsSnapshot Counts)> Traffic => _online?.Traffic ?? [];

    /// <summary>Warnings that came up.</summary>
    public IReadOnlyCollection<Diagnostic> Warnings => _warnings;

    /// <summary>What the run really does: the demo's destination is the embedded registry unless another one is named.</summary>
    public MirrorOptions Options { get; } = IsDemo(repository, options) && options.Destination is null
        ? options with { Destination = new Model.Oci.DestinationRegistry(SandboxHost.DestinationName, options.Namespace ?? "") }
        : options;

    /// <summary>For steps that read and write files alone.</summary>
    public MirrorEngine ForFiles() => _online ?? (_offline ??= NewEngine(null));

    /// <summary>For steps that may ask registries.</summary>
    public async Task<MirrorEngine> ForNetworkAsync(CancellationToken cancellationToken)
    {
        if (_online is null && IsDemo(repository, options))
        {
            _sandbox = await SandboxHost.StartAsync(new SandboxOptions { Folder = Path.Combine(options.OutputFolder, "registry") }, cancellationToken);
        }

        if (_online is null)
        {
            _online = NewEngine(_sandbox);
            if (options.Release is not null)
            {
                await _online.LogInAsync(toSource: options.LockMode != LockMode.Frozen, toDestination: Targets.Any(UsesDestination), cancellationToken);
            }
        }

        return _online;
    }

    private static bool UsesDestination(string target) => target is nameof(Tasks.Publish) or nameof(Tasks.PublishContent) or nameof(Tasks.Verify);

    public async ValueTask DisposeAsync()
    {
        _offline?.Dispose();
        _online?.Dispose();
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
    }

    private static bool IsDemo(Repository repository, MirrorOptions options) =>
        options.ConfigurationFolder == Path.Combine(repository.Root, "mirror-configs", "demo");

    private MirrorEngine NewEngine(SandboxHost? sandbox) => new(Options, NewEnvironment(sandbox))
    {
        GoesOnToPublish = Targets.Any(target => target is nameof(Tasks.Publish) or nameof(Tasks.PublishContent)),
    };

    private MirrorEnvironment NewEnvironment(SandboxHost? sandbox) => new()
    {
        Host = new HostEnvironment(sandbox is null ? variables : sandbox.Extend(variables)),
        Warn = Warn,
        AskLogin = LoginPrompt.ForConsole(terminal) is { } prompt ? prompt.AskAsync : null,
        Say = text =>
        {
            if (!options.Quiet)
            {
                terminal.Write(text);
            }
        },
        Routes = sandbox?.Routes ?? new Dictionary<string, IPEndPoint>(),
    };

    private void Warn(Diagnostic warning)
    {
        _warnings.Enqueue(warning);
        new FailurePrinter(terminal).Print([warning]);
    }
}
