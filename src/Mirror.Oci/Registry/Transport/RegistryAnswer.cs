using System.Net;

namespace Mirror.Oci.Registry.Transport;

/// <summary>How one attempt ended: an HTTP answer of any status, or a fault of the wire. Everything else is an exception.</summary>
internal sealed class RegistryAnswer : IDisposable
{
    private readonly HttpResponseMessage? _response;
    private readonly IDisposable? _slot;

    private RegistryAnswer(HttpResponseMessage? response, IDisposable? slot)
    {
        _response = response;
        _slot = slot;
    }

    public HttpStatusCode Status => _response?.StatusCode ?? 0;

    /// <summary>The address that answered, after redirects.</summary>
    public Uri? Address { get; private init; }

    /// <summary>The whole body if the request does not stream, or the beginning of an error's body.</summary>
    public byte[] Body { get; private init; } = [];

    public FaultKind Fault { get; private init; }

    /// <summary>What broke, as a clause; empty for an answer.</summary>
    public string FaultMessage { get; private init; } = "";

    public Exception? FaultException { get; private init; }

    /// <summary>The host that is <see cref="FaultKind.Unreached"/>, with its port; empty for every other answer.</summary>
    public string UnreachedHost { get; private init; } = "";

    /// <summary>How long the registry asks to wait.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    public bool IsSuccess => _response is { IsSuccessStatusCode: true };

    /// <summary>Whether it is how proxies and gateways say that nobody is behind them; who asks to wait is there.</summary>
    public bool IsFromGateway => KnownHosts.IsGateway(Status) && RetryAfter is null;

    /// <summary>Whether the same request may succeed later (408, 429, 5xx that pass, faults of the wire).</summary>
    public bool IsTransient => Fault is FaultKind.Connection or FaultKind.Unreached or FaultKind.Timeout or FaultKind.TokenServer || Status is
        HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    public string? ContentType => Header("Content-Type");

    public long? ContentLength => _response?.Content.Headers.ContentLength;

    public static RegistryAnswer Of(HttpResponseMessage response, Uri address, byte[] body, TimeSpan? retryAfter) =>
        new(response, null) { Address = address, Body = body, RetryAfter = retryAfter };

    /// <summary>An answer whose body is still on the wire; <paramref name="slot"/> is held until it is disposed.</summary>
    public static RegistryAnswer Streaming(HttpResponseMessage response, Uri address, IDisposable slot) =>
        new(response, slot) { Address = address };

    public static RegistryAnswer Failed(FaultKind fault, string message, Exception? exception = null, TimeSpan? retryAfter = null) =>
        new(null, null) { Fault = fault, FaultMessage = message, FaultException = exception, RetryAfter = retryAfter };

    /// <summary>Nobody is at <paramref name="host"/>, which has never answered.</summary>
    public static RegistryAnswer Unreached(string host, string message, Exception exception) =>
        new(null, null) { Fault = FaultKind.Unreached, FaultMessage = message, FaultException = exception, UnreachedHost = host };

    /// <summary>No answer because there is no token for the request, as <paramref name="exception"/> says.</summary>
    public static RegistryAnswer Refused(MirrorException exception) => new(null, null) { Fault = FaultKind.Refused, FaultException = exception };

    public Task<Stream> OpenBodyAsync(CancellationToken cancellationToken) => _response!.Content.ReadAsStreamAsync(cancellationToken);

    /// <summary>The value of a header of the answer or its content; null when it is not there or not unique.</summary>
    public string? Header(string name)
    {
        if (_response is null)
        {
            return null;
        }

        return _response.Headers.NonValidated.TryGetValues(name, out var values)
            || _response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? (values.Count == 1 ? values.First() : null)
            : null;
    }

    public void Dispose()
    {
        _response?.Dispose();
        _slot?.Dispose();
    }
}
