using Mirror.Build.Arguments;
using Mirror.Build.Reporting;

namespace Mirror.Build.Running;

/// <summary>What one run has: what it was asked to do, where it speaks, and what becomes of it.</summary>
internal sealed record RunScope(HostCommand Command, Repository Repository, MirrorOptions Options, Terminal Terminal, CancellationToken CancellationToken)
{
    public RunOutcome Outcome { get; } = new();

    /// <summary>The engine, for the tasks that mirror.</summary>
    public required EngineSession Session { get; init; }
}
