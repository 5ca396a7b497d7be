using System.Net;
using Mirror.Oci.Store;
using Mirror.Sandbox.Registry;
using Mirror.Sandbox.Samples;
using Mirror.Sandbox.Signing;

namespace Mirror.Sandbox;

/// <summary>
/// The world of the demo: the sample upstream and an embedded registry to mirror into. Committed files name them by reserved names that no network
/// resolves (RFC 6761, 6.4), <see cref="Variables"/> by the same names where its services are, and <see cref="Routes"/> says where they are in this process: so ports are free to differ between runs that go on at the same
/// time, while configuration, lock and outputs stay the same.
/// </summary>
public sealed class SandboxHost : IAsyncDisposable
{
    /// <summary>What the demo's <c>registries.conf</c> calls the upstream.</summary>
    public const string UpstreamName = "upstream.mirror.invalid";

    /// <summary>What the demo calls its destination.</summary>
    public const string DestinationName = "registry.mirror.invalid";

    private const string KeyFileName = "sample-release-key.asc";

    private SandboxHost(SampleUpstream upstream, EmbeddedRegistry destination, string keyFile)
    {
        KeyFile = keyFile;
        Variables = SampleUpstream.Variables(new Uri($"http://{UpstreamName}/"), keyFile);
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

    /// <summary>
    /// Environment variables of a mirror tool that this process runs: the update service, the signature store and the key to trust. Nothing else trusts it.
    /// </summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>The public key of the sample releases, in the folder of the destination.</summary>
    public string KeyFile { get; }

    /// <summary>Starts both.</summary>
    /// <exception cref="MirrorException">MIR9101: a port is taken.</exception>
    public static async Task<SandboxHost> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        var upstream = await SampleUpstream.StartAsync(options.Upstream, options.UpstreamLog, cancellationToken).ConfigureAwait(false);
        try
        {
            var keyFile = Path.Combine(Path.GetFullPath(options.Folder), KeyFileName);
            await AtomicFile.WriteAsync(keyFile, SampleKey.OpenPgpPublicKey, cancellationToken).ConfigureAwait(false);
            var destination = await EmbeddedRegistry.StartAsync(
                new EmbeddedRegistryOptions { Folder = options.Folder, Listen = options.Destination, AccessLog = options.DestinationLog },
                cancellationToken).ConfigureAwait(false);
            return new SandboxHost(upstream, destination, keyFile);
        }
        catch
        {
            await upstream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A process's environment with <see cref="Variables"/> in place of what it says of the same.</summary>
    public IReadOnlyDictionary<string, string> Extend(IReadOnlyDictionary<string, string> environment)
    {
        var extended = new Dictionary<string, string>(environment);
        foreach (var (name, value) in Variables)
        {
            extended[name] = value;
        }

        return extended;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Upstream.DisposeAsync().ConfigureAwait(false);
        await Destination.DisposeAsync().ConfigureAwait(false);
    }
}
