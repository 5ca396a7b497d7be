using System.Net;
using Mirror.Oci.Registry.Authentication;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Engine;

/// <summary>What the engine needs of the process around it. The fronts fill it; tests replace it.</summary>
public sealed record MirrorEnvironment
{
    /// <summary>Environment variables and the root of the system's configuration files.</summary>
    public required HostEnvironment Host { get; init; }

    /// <summary>The only clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The name of the machine, for the record of what was done.</summary>
    public string MachineName { get; init; } = Environment.MachineName;

    /// <summary>Takes warnings as they come up, from any thread.</summary>
    public Action<Diagnostic> Warn { get; init; } = _ => { };

    /// <summary>Takes the text that a step was asked for: whole lines, for people.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Asks a person for the login of a registry that refuses the one there is; null where there is nobody to ask. What it gives is kept nowhere.</summary>
    public Func<string, CancellationToken, Task<RegistryCredential?>>? AskLogin { get; init; }

    /// <summary>
    /// Registries that this process serves itself, by name as references write it: the sandbox's registries have names that stand in files, and free ports.
    /// </summary>
    public IReadOnlyDictionary<string, IPEndPoint> Routes { get; init; } = new Dictionary<string, IPEndPoint>();
}
