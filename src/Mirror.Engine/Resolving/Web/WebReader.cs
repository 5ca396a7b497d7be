using System.Net;
using System.Net.Http.Headers;
using Mirror.Oci.Registry.Transport;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Mirror.Engine.Resolving.Web;

/// <summary>
/// Reads small documents from web servers: bounded, with retries for what passes (429, 5xx, connections) and messages that name the host
/// alone. Safe for concurrent use. Proxies are the business of <paramref name="http"/>'s handler.
/// </summary>
public sealed class WebReader(HttpClient http, WebReaderOptions options, TimeProvider time)
{
    private readonly ResiliencePipeline<WebAnswer> _pipeline = MakePipeline(options, time);

    /// <summary>Asks for <paramref name="uri"/>. Every status is an answer; those that pass are asked again first.</summary>
    /// <param name="what">How messages call the server: <c>the update service</c>.</param>
    /// <param name="maxBytes">The largest body that is read.</param>
    /// <exception cref="MirrorException">MIR2201: no answer; MIR2202: the body is larger.</exception>
    public async Task<WebAnswer> GetAsync(Uri uri, string what, string accept, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                async (state, token) => await GetOnceAsync(state.uri, state.what, state.accept, state.maxBytes, token).ConfigureAwait(false),
                (uri, what, accept, maxBytes),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutRejectedException)
        {
            var reason = e is TimeoutRejectedException ? $"it did not answer within {options.AttemptTimeout.TotalSeconds:0} seconds" : Reason(e);
            throw MirrorErrors.WebUnreachable.Exception(
                $"{Capital(what)} at '{uri.Authority}' could not be asked: {reason}. Check the network and the proxy settings, then run again.", e);
        }
    }

    private async Task<WebAnswer> GetOnceAsync(Uri uri, string what, string accept, int maxBytes, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!KnownHosts.IsGateway(response.StatusCode))
        {
            options.Hosts.NoteAnswer(uri.Authority);
        }

        var mediaType = response.Content.Headers.ContentType?.MediaType;
        if (IsPassing(response.StatusCode))
        {
            return new PassingAnswer(response.StatusCode, mediaType, DelayOf(response.Headers.RetryAfter), options.Hosts.HasAnswered(uri.Authority) ? null : uri.Authority);
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            using var buffer = new MemoryStream();
            var chunk = new byte[16 * 1024];
            int read;
            while ((read = await body.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (buffer.Length + read > maxBytes)
                {
                    throw MirrorErrors.WebAnswerTooLarge.Exception($"{Capital(what)} at '{uri.Authority}' answered with more than {maxBytes} bytes.");
                }

                buffer.Write(chunk, 0, read);
            }

            return new WebAnswer(response.StatusCode, mediaType, buffer.ToArray());
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = request.RequestUri!.Authority;
        var isStranger = !options.Hosts.HasAnswered(host);
        using var patience = isStranger ? new CancellationTokenSource(options.FirstAnswerTimeout, time) : new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new UnreachedException(host, new TimeoutException($"it takes connections and has not answered within {options.FirstAnswerTimeout.TotalSeconds:0} seconds", e));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ConnectFault.IsNobodyThere(e))
        {
            throw isStranger ? new UnreachedException(host, e) : new HttpRequestException(e.Message, e);
        }
    }

    private TimeSpan? DelayOf(RetryConditionHeaderValue? retryAfter)
    {
        var delay = retryAfter?.Delta ?? (retryAfter?.Date - time.GetUtcNow());
        return delay is { } wanted ? TimeSpan.FromTicks(Math.Clamp(wanted.Ticks, 0, options.MaxRetryDelay.Ticks)) : null;
    }

    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static ResiliencePipeline<WebAnswer> MakePipeline(WebReaderOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<WebAnswer> { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<WebAnswer>
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
                {
                    { Exception: UnreachedException e } => options.Hosts.IsWorthRetrying(e.Host, arguments.AttemptNumber, e.IsTimeout),
                    { Exception: HttpRequestException e } => e.HttpRequestError is not (HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError),
                    { Exception: IOException or TimeoutRejectedException } => true,
                    { Result: PassingAnswer { RetryAfter: null, Stranger: { } host } } => options.Hosts.IsWorthRetrying(host, arguments.AttemptNumber, isTimeout: false),
                    { Result: var answer } => answer is PassingAnswer,
                }),
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome is { Exception: UnreachedException } or { Result: PassingAnswer { RetryAfter: null, Stranger: not null } }
                    ? KnownHosts.DelayAfter(arguments.AttemptNumber, options.RetryDelay)
                    : (arguments.Outcome.Result as PassingAnswer)?.RetryAfter),
            });
        }

        return builder.AddTimeout(options.AttemptTimeout).Build();
    }

    /// <summary>The innermost message: the outer ones of the framework repeat the address with its query.</summary>
    private static string Reason(Exception exception)
    {
        while (exception is not TimeoutException && exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message.TrimEnd('.');
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <param name="Stranger">The host, if nothing but a gateway has ever answered for it.</param>
    private sealed record PassingAnswer(HttpStatusCode Status, string? MediaType, TimeSpan? RetryAfter, string? Stranger)
        : WebAnswer(Status, MediaType, ReadOnlyMemory<byte>.Empty);
}
