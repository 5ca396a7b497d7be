namespace Mirror.Oci.Registry.Transport;

/// <summary>Settles whether a registry that may be plain speaks TLS. One that showed a certificate does, whatever the certificate is worth.</summary>
internal sealed class OriginProbe(
    RegistryEndpoint endpoint, HttpMessageInvoker invoker, TlsRules tls, RegistryClientOptions options, RegistryStatistics statistics) : IDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private readonly Uri _secure = new($"https://{endpoint.Address}/");
    private readonly Uri _plain = new($"http://{endpoint.Address}/");
    private volatile Uri? _settled;

    /// <summary>The root that all requests start from.</summary>
    public async ValueTask<Uri> FindAsync(CancellationToken cancellationToken)
    {
        if (_settled is { } known)
        {
            return known;
        }

        await _once.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _settled ??= endpoint.Protocol switch
            {
                RegistryProtocol.Https => _secure,
                RegistryProtocol.Http => _plain,
                _ => await ProbeAsync(cancellationToken).ConfigureAwait(false) ? _secure : _plain,
            };
        }
        finally
        {
            _once.Release();
        }
    }

    public void Dispose() => _once.Dispose();

    private async Task<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        using var watch = new StallWatch(options.TimeProvider, cancellationToken);
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(_secure, "/v2/"));
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        try
        {
            watch.Expect(options.AnswerTimeout);
            using var response = await invoker.SendAsync(message, watch.Token).ConfigureAwait(false);
            statistics.CountRequest();
            return true;
        }
        catch (HttpRequestException)
        {
            return tls.SawCertificate;
        }
        catch (OperationCanceledException) when (watch.IsExpired && !cancellationToken.IsCancellationRequested)
        {
            return tls.SawCertificate;
        }
    }
}
