using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Mirror.Sandbox.Serving;

/// <summary>
/// Kestrel alone, for plain HTTP/1.1. A web host around it would cost the demo start-up time, and would take the process's signals for itself.
/// </summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private const int MaxConnections = 1024;
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private readonly KestrelServer _server;

    private HttpServer(KestrelServer server, IPEndPoint endPoint)
    {
        _server = server;
        EndPoint = endPoint;
    }

    /// <summary>Where it listens, with the real port.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts to serve; <paramref name="accessLog"/> hears of each request before its answer leaves.</summary>
    /// <exception cref="MirrorException">MIR9101: the port is taken.</exception>
    public static async Task<HttpServer> StartAsync(
        ListenOptions listen,
        RequestDelegate handler,
        Action<LoggedRequest>? accessLog,
        CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxConcurrentConnections = MaxConnections;

        // Layers have any size, and a client that streams one from a slow source sends it as slowly.
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(listen.Address, listen.Port, endPoint => endPoint.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(new HttpApplication(handler, accessLog), cancellationToken).ConfigureAwait(false);
            return new HttpServer(server, BoundEndPoint(server, listen));
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            server.Dispose();
            throw MirrorErrors.PortInUse.Exception(
                $"Port {listen.Port} of '{listen.Address}' is in use by another program. Stop that program, choose another port, or choose 0 for any free one.", e);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Idle connections of clients would hold a graceful stop open for as long as it may take.
        using var limit = new CancellationTokenSource(StopLimit);
        await _server.StopAsync(limit.Token).ConfigureAwait(false);
        _server.Dispose();
    }

    private static IPEndPoint BoundEndPoint(KestrelServer server, ListenOptions listen)
    {
        var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var port = int.Parse(address.AsSpan(address.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);
        return new IPEndPoint(listen.Address, port);
    }
}
