using System.Net;

namespace Mirror.Oci.Registry.Transport;

/// <summary>Connections to servers that are no registries: update service, signature store, chart repositories.</summary>
public static class WebTransport
{
    /// <summary>A client without cookies and without a limit for the whole answer, which the caller sets.</summary>
    /// <param name="routes">Hosts that this process serves itself, over plain HTTP, by name as addresses write it; never by a proxy.</param>
    public static HttpClient Create(ProxySettings proxy, IReadOnlyDictionary<string, IPEndPoint> routes) => new(
        new SocketsHttpHandler
        {
            UseCookies = false,

            // What is asked for are documents that are verified and kept as they are.
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxAutomaticRedirections = 10,
            MaxResponseHeadersLength = 64,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            Proxy = new RegistryProxy(proxy, routes),
            ConnectCallback = routes.Count == 0 ? null : (context, cancellationToken) => RoutedConnection.OpenAsync(
                routes.TryGetValue(context.InitialRequestMessage.RequestUri!.Authority, out var route) ? route : context.DnsEndPoint, cancellationToken),
        },
        disposeHandler: true)
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
