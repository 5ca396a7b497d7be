using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Security.Authentication;

namespace Mirror.Oci.Registry.Transport;

/// <summary>
/// Sends single requests and follows their redirects. What may be better next time becomes a fault in the answer; what will not is thrown.
/// </summary>
internal sealed class Wire(HttpMessageInvoker invoker, TlsRules tls, RegistryClientOptions options, RegistryErrors errors)
{
    private const int MaxRedirects = 5;

    /// <summary>Bytes that are made room for when an answer does not tell its length.</summary>
    private const int FirstRead = 16 * 1024;

    private readonly RegistryProxy _proxy = new(options.Proxy, options.Routes);

    /// <summary>What one exchange says to every address on its way.</summary>
    /// <param name="Authorization">Sent to the origin of the first address only.</param>
    public sealed record Exchange(
        HttpMethod Method, Uri Address, string Purpose, AuthenticationHeaderValue? Authorization, Action<HttpRequestMessage>? Prepare, RequestBody? Body)
    {
        public Action<int> OnBytesOut { get; init; } = _ => { };

        public Action OnRequest { get; init; } = () => { };
    }

    /// <summary>The response with its head only, and the address that gave it; or a fault.</summary>
    public async Task<(HttpResponseMessage? Response, Uri Address, RegistryAnswer? Fault)> SendAsync(
        Exchange exchange, StallWatch watch, CancellationToken cancellationToken)
    {
        var address = exchange.Address;
        var seen = new HashSet<Uri> { address };
        while (true)
        {
            var (response, fault) = await SendOnceAsync(exchange, address, watch, cancellationToken).ConfigureAwait(false);
            if (response is null || !IsRedirect(exchange.Method, response.StatusCode))
            {
                return (response, address, fault);
            }

            using (response)
            {
                address = NextAddress(exchange, address, response);
            }

            if (!seen.Add(address))
            {
                throw Refused(exchange, "the redirects lead in a circle");
            }

            if (seen.Count > MaxRedirects + 1)
            {
                throw Refused(exchange, $"there were more than {MaxRedirects} redirects");
            }
        }
    }

    /// <summary>The whole body if it has at most <paramref name="limit"/> bytes; null in <c>Bytes</c> if it has more.</summary>
    public async Task<(byte[]? Bytes, RegistryAnswer? Fault)> ReadAsync(
        HttpResponseMessage response, int limit, string purpose, StallWatch watch, CancellationToken cancellationToken)
    {
        var length = response.Content.Headers.ContentLength;
        if (length > limit)
        {
            return (null, null);
        }

        try
        {
            watch.Expect(options.StallTimeout);
            await using var body = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);

            // Most answers tell their length, and most of those are empty or small. One byte more shows the end, and a limit that is passed.
            var bytes = new byte[Math.Min(length ?? FirstRead, limit) + 1];
            var count = 0;
            while (true)
            {
                watch.Expect(options.StallTimeout);
                var read = await body.ReadAsync(bytes.AsMemory(count), watch.Token).ConfigureAwait(false);
                count += read;
                if (read == 0)
                {
                    return (bytes[..count], null);
                }

                if (count > limit)
                {
                    return (null, null);
                }

                if (count == bytes.Length)
                {
                    Array.Resize(ref bytes, (int)Math.Min(2L * bytes.Length, limit + 1L));
                }
            }
        }
        catch (Exception e) when (IsOfTheWire(e, watch, cancellationToken))
        {
            return (null, Explain(e, purpose, watch));
        }
    }

    /// <summary>Whether the connection is to blame for <paramref name="exception"/>, neither the caller nor a bug.</summary>
    public static bool IsOfTheWire(Exception exception, StallWatch watch, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && (watch.IsExpired || exception is HttpRequestException or IOException);

    /// <summary>The fault that <paramref name="exception"/>, which is of the wire, means.</summary>
    /// <exception cref="MirrorException">It will not be better next time: TLS, a broken proxy, not HTTP.</exception>
    public RegistryAnswer Explain(Exception exception, string purpose, StallWatch watch, Uri? address = null)
    {
        if (watch.IsExpired)
        {
            return RegistryAnswer.Failed(FaultKind.Timeout, "the other side sent or took nothing for too long", exception);
        }

        var problem = exception switch
        {
            HttpRequestException e => e.HttpRequestError,
            HttpIOException e => e.HttpRequestError,
            _ => HttpRequestError.ResponseEnded,
        };
        var cause = ConnectFault.Innermost(exception);
        return problem switch
        {
            HttpRequestError.SecureConnectionError when HasInner<AuthenticationException>(exception) => throw errors.Failed(
                MirrorErrors.RegistryTls, purpose, $"TLS failed: {tls.Problem ?? Sentence(cause)}", exception),
            not HttpRequestError.ConnectionError when exception is HttpRequestException && tls.ClientProblem is { } clientProblem => throw errors.Failed(
                MirrorErrors.RegistryTls, purpose, $"TLS failed: {clientProblem}", exception),
            HttpRequestError.ProxyTunnelError => throw errors.Failed(
                MirrorErrors.RegistryUnreachable, purpose, DescribeTunnel(exception, address), exception),
            HttpRequestError.ConfigurationLimitExceeded => throw errors.Failed(
                MirrorErrors.RegistryProtocol, purpose, "the head of the answer is too large", exception),
            HttpRequestError.InvalidResponse when exception is HttpRequestException => throw errors.Failed(
                MirrorErrors.RegistryProtocol, purpose, $"the answer is not HTTP: {Sentence(cause)}", exception),
            HttpRequestError.VersionNegotiationError or HttpRequestError.HttpProtocolError or HttpRequestError.ExtendedConnectNotSupported
                or HttpRequestError.UserAuthenticationError => throw errors.Failed(MirrorErrors.RegistryProtocol, purpose, Sentence(cause), exception),
            _ => RegistryAnswer.Failed(FaultKind.Connection, $"the connection broke: {Sentence(cause)}", exception),
        };
    }

    /// <summary>The fault when no connection to <paramref name="address"/> came about, as <see cref="ConnectFault"/> tells.</summary>
    /// <exception cref="MirrorException">The name does not exist, which will not be better next time.</exception>
    public RegistryAnswer ExplainConnecting(Exception exception, string purpose, Uri address)
    {
        var proxy = _proxy.GetProxy(address);
        var place = proxy is null ? $"'{address.Authority}'" : $"the proxy '{proxy.Authority}'";
        var cause = ConnectFault.Innermost(exception);
        if (cause is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData })
        {
            throw errors.Failed(MirrorErrors.RegistryUnreachable, purpose, $"the host name of {place} is not known: {Sentence(cause)}", exception);
        }

        var happened = ConnectFault.IsConnectTimeout(exception)
            ? $"{place} does not answer to connecting within {options.ConnectTimeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s"
            : $"nobody answers at {place}: {Sentence(cause)}";
        return options.Hosts.HasAnswered(address.Authority)
            ? RegistryAnswer.Failed(FaultKind.Connection, happened, exception)
            : RegistryAnswer.Unreached(address.Authority, happened, exception);
    }

    /// <summary>How long the head of an answer may take.</summary>
    public TimeSpan AnswerTimeoutOf(Uri address) => options.Hosts.HasAnswered(address.Authority) ? options.AnswerTimeout : options.FirstAnswerTimeout;

    /// <summary>The fault when a host that has never answered did not answer in the time for that either.</summary>
    public RegistryAnswer ExplainSilence(Exception exception, Uri address)
    {
        var happened = $"'{address.Authority}' takes connections and has not answered within {options.FirstAnswerTimeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s";
        return RegistryAnswer.Unreached(address.Authority, happened, new TimeoutException(happened, exception));
    }

    // A gateway may have spoken in place of the host.
    private void NoteAnswer(Uri address, HttpResponseMessage response)
    {
        tls.NoteAnswer();
        if (!KnownHosts.IsGateway(response.StatusCode))
        {
            options.Hosts.NoteAnswer(address.Authority);
        }
    }

    private async Task<(HttpResponseMessage? Response, RegistryAnswer? Fault)> SendOnceAsync(
        Exchange exchange, Uri address, StallWatch watch, CancellationToken cancellationToken)
    {
        var (response, fault) = await TryOnceAsync(exchange, address, watch, cancellationToken).ConfigureAwait(false);
        if (response is not { StatusCode: HttpStatusCode.ExpectationFailed } || !AsksFirst(exchange, address))
        {
            return (response, fault);
        }

        // RFC 9110, 10.1.1: some server on the way does not know the question; without it the same request may do.
        response.Dispose();
        options.Hosts.NoteRefusedExpect(address.Authority);
        return await TryOnceAsync(exchange, address, watch, cancellationToken).ConfigureAwait(false);
    }

    private bool AsksFirst(Exchange exchange, Uri address) =>
        exchange.Body?.Length >= UploadContent.ExpectContinueFrom && options.Hosts.TakesExpect(address.Authority);

    private async Task<(HttpResponseMessage? Response, RegistryAnswer? Fault)> TryOnceAsync(
        Exchange exchange, Uri address, StallWatch watch, CancellationToken cancellationToken)
    {
        UploadContent? upload = null;
        using var message = new HttpRequestMessage(exchange.Method, address);
        message.Version = HttpVersion.Version11;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        exchange.Prepare?.Invoke(message);
        message.Headers.Authorization = SameOrigin(address, exchange.Address) ? exchange.Authorization : null;
        if (exchange.Body is { } body)
        {
            var source = await body.OpenAsync(cancellationToken).ConfigureAwait(false);
            message.Content = upload = new UploadContent(source, body, watch, options, exchange.OnBytesOut);
            message.Headers.ExpectContinue = AsksFirst(exchange, address);
        }

        try
        {
            watch.Expect(AnswerTimeoutOf(address));
            exchange.OnRequest();
            var response = await invoker.SendAsync(message, watch.Token).ConfigureAwait(false);
            NoteAnswer(address, response);
            return (response, null);
        }
        catch (Exception) when (upload?.SourceFailure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !watch.IsExpired && ConnectFault.IsNobodyThere(e))
        {
            return (null, ExplainConnecting(e, exchange.Purpose, address));
        }
        catch (Exception e) when (watch.IsExpired && !cancellationToken.IsCancellationRequested && exchange.Body is null && !options.Hosts.HasAnswered(address.Authority))
        {
            return (null, ExplainSilence(e, address));
        }
        catch (Exception e) when (IsOfTheWire(e, watch, cancellationToken))
        {
            return (null, Explain(e, exchange.Purpose, watch, address));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            watch.Rest();
        }
    }

    // Other methods may lose their body on the way, except where the status says that they must not.
    private static bool IsRedirect(HttpMethod method, HttpStatusCode status) => status switch
    {
        HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect => true,
        HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther => method == HttpMethod.Get || method == HttpMethod.Head,
        _ => false,
    };

    private Uri NextAddress(Exchange exchange, Uri from, HttpResponseMessage response)
    {
        var location = response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.FirstOrDefault() : null;
        if (location is null || !Uri.TryCreate(from, location, out var next) || next.Scheme is not ("http" or "https") || next.Host.Length == 0)
        {
            throw Refused(exchange, "the redirect has no usable address");
        }

        if (next.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttps)
        {
            throw Refused(exchange, $"the redirect leads from HTTPS to plain HTTP at '{next.Authority}'");
        }

        return next.UserInfo.Length == 0 ? next : throw Refused(exchange, $"the redirect to '{next.Authority}' contains user information");
    }

    private MirrorException Refused(Exchange exchange, string problem) =>
        errors.Failed(MirrorErrors.RegistryRedirectRefused, exchange.Purpose, $"{problem}, starting at '{exchange.Address.Authority}'");

    /// <summary>Whether a proxy on the way to the address sees only bytes, so that every answer is of the address itself.</summary>
    public static bool IsTunnelled(Uri address) => address.Scheme == Uri.UriSchemeHttps;

    /// <summary>Whether credentials for one address may go to the other.</summary>
    public static bool SameOrigin(Uri left, Uri right) =>
        left.Scheme == right.Scheme && left.Port == right.Port && left.Host.Equals(right.Host, StringComparison.OrdinalIgnoreCase);

    private static bool HasInner<T>(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T)
            {
                return true;
            }
        }

        return false;
    }

    private string DescribeTunnel(Exception exception, Uri? address)
    {
        var proxy = address is null ? null : _proxy.GetProxy(address);
        var status = (exception as HttpRequestException)?.StatusCode;
        return status == HttpStatusCode.ProxyAuthenticationRequired
            ? RegistryErrors.ProxyWantsLogin(proxy)
            : $"the proxy{(proxy is null ? "" : $" '{proxy.Authority}'")} refused the connection{(status is null ? "" : $" ({RegistryErrors.Describe(status.Value)})")}";
    }

    private static string Sentence(Exception exception) => ErrorBody.Clean(exception.Message).TrimEnd('.');
}
