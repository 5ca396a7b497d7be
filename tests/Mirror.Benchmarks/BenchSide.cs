using System.Net;
using Mirror.Testing.Processes;

namespace Mirror.Benchmarks;

/// <summary>One registry, with some distance in front of it.</summary>
internal sealed class BenchSide : IAsyncDisposable
{
    private readonly DockerRegistryProcess _registry;
    private readonly bool _ownsRegistry;
    private readonly DelayProxy? _proxy;

    private BenchSide(DockerRegistryProcess registry, bool ownsRegistry, TimeSpan delay)
    {
        _registry = registry;
        _ownsRegistry = ownsRegistry;
        _proxy = delay > TimeSpan.Zero ? new DelayProxy(IPEndPoint.Parse(registry.Endpoint), delay / 2, TimeProvider.System) : null;
    }

    /// <summary>Where clients find it.</summary>
    public string Endpoint => _proxy?.Endpoint ?? _registry.Endpoint;

    public static BenchSide Of(DockerRegistryProcess registry, TimeSpan delay) => new(registry, ownsRegistry: false, delay);

    public static async Task<BenchSide> StartAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        new(await DockerRegistryProcess.StartAsync(cancellationToken), ownsRegistry: true, delay);

    /// <summary>Requests since the last call.</summary>
    public async Task<int> TakeRequestsAsync(CancellationToken cancellationToken)
    {
        var count = (await _registry.RequestsAsync(cancellationToken)).Count;
        await _registry.ForgetRequestsAsync(cancellationToken);
        return count;
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }

        if (_ownsRegistry)
        {
            await _registry.DisposeAsync();
        }
    }
}
