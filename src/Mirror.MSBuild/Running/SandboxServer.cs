using Mirror.Oci.Registry.Configuration;
using Mirror.Sandbox;

namespace Mirror.MSBuild.Running;

/// <summary>
/// The demo's registries for the time of one task. The only place that names their types: they need the ASP.NET Core runtime, which a build that serves
/// nothing does without.
/// </summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    private readonly SandboxHost _host;

    private SandboxServer(SandboxHost host) => _host = host;

    /// <summary>The environment with the reserved names, and with what says where the upstream's services are.</summary>
    public MirrorEnvironment Extend(MirrorEnvironment environment) => environment with
    {
        Host = new HostEnvironment(_host.Extend(environment.Host.Variables), environment.Host.Root),
        Routes = _host.Routes,
    };

    /// <summary>Starts them over the folder that the build host uses too.</summary>
    public static async Task<SandboxServer> StartAsync(MirrorOptions options, CancellationToken cancellationToken) =>
        new(await SandboxHost.StartAsync(new SandboxOptions { Folder = Path.Combine(options.OutputFolder, "registry") }, cancellationToken).ConfigureAwait(false));

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
