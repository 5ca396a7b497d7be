using System.Collections.Concurrent;

namespace Mirror.Oci.Registry;

/// <summary>One client per registry for all that speak to it, so that connections, logins, rate limits and counts are shared. Safe for concurrent use.</summary>
public sealed class RegistryClientPool(RegistryClientOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<RegistryEndpoint, Lazy<RegistryClient>> _clients = [];

    /// <summary>The client of <paramref name="endpoint"/>; it lives as long as this pool.</summary>
    public RegistryClient For(RegistryEndpoint endpoint) =>
        _clients.GetOrAdd(endpoint, key => new Lazy<RegistryClient>(() => new RegistryClient(key, options))).Value;

    /// <summary>Counts so far by registry and side, ordered by name.</summary>
    public IReadOnlyList<(RegistryEndpoint Endpoint, RegistryStatisticsSnapshot Counts)> Snapshot() =>
    [
        .. _clients.Values
            .Where(client => client.IsValueCreated)
            .Select(client => (client.Value.Endpoint, client.Value.Statistics.Snapshot()))
            .OrderBy(entry => entry.Endpoint.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Endpoint.Side),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }
}
