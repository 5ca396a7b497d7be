using Mirror.Engine.Options;

namespace Mirror.Build.Arguments;

/// <summary>A command line, taken apart: names are known, values are still texts.</summary>
internal sealed record HostCommand
{
    /// <summary>As written, in order; empty when none is given.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    public bool IsExclusive { get; init; }

    /// <summary>Also when there is nothing to run.</summary>
    public bool IsHelp { get; init; }

    public bool IsVersion { get; init; }

    public string? TestFilter { get; init; }

    /// <summary>Clean removes the store too.</summary>
    public bool CleansStore { get; init; }

    /// <summary>Bench measures at full size.</summary>
    public bool IsFull { get; init; }

    /// <summary>The arguments of <see cref="MirrorArguments"/>.</summary>
    public IReadOnlyList<GivenArgument> Given { get; init; } = [];
}
