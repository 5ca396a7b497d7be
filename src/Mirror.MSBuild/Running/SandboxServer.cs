using System.Net;
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

    /// <summary>Where the reserved names are.</summary>
    public IReadOnlyDictionary<string, IPEndPoint> Routes => _host.Routes;

    /// <summary>Starts them over the folder that the build host uses too.</summary>
    public static async Task<SandboxServer> StartAsync(MirrorOptions options, CancellationToken cancellationToken) =>
        new(await SandboxHost.StartAsync(new SandboxOptions { Folder = Path.Combine(options.OutputFolder, "registry") }, cancellationToken).ConfigureAwait(false));

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
