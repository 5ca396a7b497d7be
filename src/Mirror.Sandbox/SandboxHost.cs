using System.Net;
using Mirror.Sandbox.Registry;
using Mirror.Sandbox.Samples;

namespace Mirror.Sandbox;

/// <summary>
/// The world of the demo: the sample upstream and an embedded registry to mirror into. Committed files name them by reserved names that no network
/// resolves (RFC 6761, 6.4), and <see cref="Routes"/> says where they are in this process: so ports are free to differ between runs that go on at the same
/// time, while configuration, lock and outputs stay the same.
/// </summary>
public sealed class SandboxHost : IAsyncDisposable
{
    /// <summary>What the demo's <c>registries.conf</c> calls the upstream.</summary>
    public const string UpstreamName = "upstream.mirror.invalid";

    /// <summary>What the demo calls its destination.</summary>
    public const string DestinationName = "registry.mirror.invalid";

    private SandboxHost(SampleUpstream upstream, EmbeddedRegistry destination)
    {
        Upstream = upstream;
        Destination = destination;
        Routes = new Dictionary<string, IPEndPoint>(StringComparer.Ordinal)
        {
            [UpstreamName] = upstream.EndPoint,
            [DestinationName] = destination.EndPoint,
        };
    }

    /// <summary>Where the content comes from.</summary>
    public SampleUpstream Upstream { get; }

    /// <summary>Where it goes.</summary>
    public EmbeddedRegistry Destination { get; }

    /// <summary>Where connections to the reserved names go, over plain HTTP.</summary>
    public IReadOnlyDictionary<string, IPEndPoint> Routes { get; }

    /// <summary>Starts both.</summary>
    /// <exception cref="MirrorException">MIR9101: a port is taken.</exception>
    public static async Task<SandboxHost> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        var upstream = await SampleUpstream.StartAsync(options.Upstream, options.UpstreamLog, cancellationToken).ConfigureAwait(false);
        try
        {
            var destination = await EmbeddedRegistry.StartAsync(
                new EmbeddedRegistryOptions { Folder = options.Folder, Listen = options.Destination, AccessLog = options.DestinationLog },
                cancellationToken).ConfigureAwait(false);
            return new SandboxHost(upstream, destination);
        }
        catch
        {
            await upstream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Upstream.DisposeAsync().ConfigureAwait(false);
        await Destination.DisposeAsync().ConfigureAwait(false);
    }
}
