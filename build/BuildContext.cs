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
}
