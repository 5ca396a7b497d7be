using System.Net;
using Microsoft.AspNetCore.Http;
using Mirror.Sandbox.Registry;
using Mirror.Sandbox.Serving;

namespace Mirror.Sandbox.Samples;

/// <summary>
/// What the internet is to a real mirror, on one loopback port and in memory: a read-only registry with <see cref="SampleImages"/>. Each kind of content
/// has its own part of the path, so that they fit beside each other.
/// </summary>
public sealed class SampleUpstream : IAsyncDisposable
{
    private static readonly Lazy<SampleContent> Content = new(() => new SampleContent(SampleImages.All));

    private readonly HttpServer _server;

    private SampleUpstream(HttpServer server) => _server = server;

    /// <summary>Address and port that it listens at.</summary>
    public IPEndPoint EndPoint => _server.EndPoint;

    /// <summary>Host and port, as in an image reference.</summary>
    public string Name => EndPoint.ToString();

    /// <summary>The address that paths are relative to.</summary>
    public Uri BaseUri => new($"http://{Name}/");

    /// <summary>Starts to serve. The content is made by the first request that needs it.</summary>
    /// <param name="accessLog">Hears of each request before its answer leaves; called concurrently.</param>
    /// <exception cref="MirrorException">MIR9101: the port is taken.</exception>
    public static async Task<SampleUpstream> StartAsync(ListenOptions listen, Action<LoggedRequest>? accessLog, CancellationToken cancellationToken) =>
        new(await HttpServer.StartAsync(listen, AnswerAsync, accessLog, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Task AnswerAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal)
            ? AnswerRegistryAsync(context)
            : context.AnswerAsync(StatusCodes.Status404NotFound);

    private static Task AnswerRegistryAsync(HttpContext context)
    {
        context.Response.Headers["Docker-Distribution-API-Version"] = "registry/2.0";
        if (!RegistryRoute.TryParse(context.Request.Path.Value ?? "", out var route, out var problem))
        {
            return context.WriteErrorAsync(problem);
        }

        return HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? new PullEndpoints(Content.Value).AnswerAsync(context, route)
            : context.WriteErrorAsync(RegistryError.Unsupported("The sample upstream is read-only."));
    }
}
