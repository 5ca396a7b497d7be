using Mirror.Sandbox.Serving;

namespace Mirror.Sandbox;

/// <summary>How a <see cref="SandboxHost"/> is set up.</summary>
public sealed record SandboxOptions
{
    /// <summary>The port of the upstream when people are to type it; unlikely to be taken by another development tool.</summary>
    public const int DefaultUpstreamPort = 5505;

    /// <summary>The port of the destination when people are to type it.</summary>
    public const int DefaultDestinationPort = 5506;

    /// <summary>The folder of the destination's content; created if need be.</summary>
    public required string Folder { get; init; }

    /// <summary>Where the upstream listens; any free port by default, so that runs do not get into each other's way.</summary>
    public ListenOptions Upstream { get; init; } = new();

    /// <summary>Where the destination listens; any free port by default.</summary>
    public ListenOptions Destination { get; init; } = new();

    /// <summary>Hears of each request to the upstream; called concurrently.</summary>
    public Action<LoggedRequest>? UpstreamLog { get; init; }

    /// <summary>Hears of each request to the destination; called concurrently.</summary>
    public Action<LoggedRequest>? DestinationLog { get; init; }
}
