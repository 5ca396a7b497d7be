using System.Net;
using Microsoft.AspNetCore.Http;
using Mirror.Sandbox.Registry;
using Mirror.Sandbox.Samples.Charts;
using Mirror.Sandbox.Samples.Operators;
using Mirror.Sandbox.Samples.Releases;
using Mirror.Sandbox.Serving;
using Mirror.Sandbox.Signing;

namespace Mirror.Sandbox.Samples;

/// <summary>
/// What the internet is to a real mirror, on one loopback port and in memory: a read-only registry with images, releases, an operator catalog and
/// what belongs to them, an update service, a signature store and a chart repository. Each has its own part of the path, so that they fit beside each other.
/// </summary>
public sealed class SampleUpstream : IAsyncDisposable
{
    private const string GraphPath = "/api/upgrades_info/v1/graph";

    private static readonly Lazy<SampleContent> Content = new(() => new SampleContent([.. SampleImages.All, .. SampleArtifacts.All, .. SampleReleases.Images, .. SampleCatalog.Images, .. SampleCharts.Images]));

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

    /// <summary>What has to be set for a mirror tool to find the services of an upstream at <paramref name="baseUri"/>.</summary>
    /// <param name="keyFile">A file with <see cref="SampleKey.OpenPgpPublicKey"/>.</param>
    public static IReadOnlyDictionary<string, string> Variables(Uri baseUri, string keyFile) => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["OCP_SIGNATURE_URL"] = new Uri(baseUri, SampleFiles.SignaturePath).AbsoluteUri,
        ["OCP_SIGNATURE_VERIFICATION_PK"] = keyFile,
        ["UPDATE_URL_OVERRIDE"] = new Uri(baseUri, GraphPath).AbsoluteUri,
    };

    private static Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal))
        {
            return AnswerRegistryAsync(context);
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return context.AnswerAsync(StatusCodes.Status405MethodNotAllowed);
        }

        var path = context.Request.Path.Value ?? "";
        return path == GraphPath ? AnswerGraphAsync(context)
            : SampleFiles.Find(path) is { } file ? context.WriteBytesAsync(file.MediaType, file.Bytes)
            : context.AnswerAsync(StatusCodes.Status404NotFound);
    }

    private static Task AnswerGraphAsync(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["channel"].ToString() is not { Length: > 0 } channel)
        {
            return context.AnswerAsync(StatusCodes.Status400BadRequest);
        }

        var architecture = query["arch"].ToString() is { Length: > 0 } named ? named : "amd64";
        return context.WriteBytesAsync("application/json", SampleUpdateGraph.Answer(channel, architecture));
    }

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
