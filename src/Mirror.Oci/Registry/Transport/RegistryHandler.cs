using System.Net;

namespace Mirror.Oci.Registry.Transport;

/// <summary>The connections to one registry. Nothing happens behind our back: no redirects, cookies, decompression or trace headers.</summary>
internal static class RegistryHandler
{
    // Room for token requests and redirects beside the requests that the gate admits.
    private const int SpareConnections = 8;

    /// <param name="route">Where the registry is, if not where its name leads.</param>
    public static HttpMessageInvoker Create(RegistryClientOptions options, TlsRules tls, IPEndPoint? route) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = options.MaxConcurrency + SpareConnections,
        MaxResponseHeadersLength = 64,
        MaxResponseDrainSize = 256 * 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        ConnectTimeout = options.ConnectTimeout,
        Expect100ContinueTimeout = TimeSpan.FromSeconds(1),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(50),
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        UseProxy = route is null,
        Proxy = new RegistryProxy(options.Proxy, options.Routes),
        SslOptions = tls.ToOptions(),
        ConnectCallback = route is null ? null : (_, cancellationToken) => RoutedConnection.OpenAsync(route, cancellationToken),
    });
}
