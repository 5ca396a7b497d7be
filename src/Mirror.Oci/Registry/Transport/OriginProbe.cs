namespace Mirror.Oci.Registry.Transport;

/// <summary>Settles whether a registry that may be plain speaks TLS. One that showed a certificate does, whatever the certificate is worth.</summary>
internal sealed class OriginProbe(
    RegistryEndpoint endpoint, HttpMessageInvoker invoker, Wire wire, TlsRules tls, RegistryClientOptions options, RegistryStatistics statistics) : IDisposable
{
    private readonly SemaphoreSlim _once = new(1, 1);
    private readonly Uri _secure = new($"https://{endpoint.Address}/");
    private readonly Uri _plain = new($"http://{endpoint.Address}/");
    private volatile Uri? _settled;
    private volatile Attempt _last = new(null);

    /// <summary>The root that all requests start from; or the fault if nobody is there who could tell.</summary>
    public async ValueTask<(Uri? Origin, RegistryAnswer? Fault)> FindAsync(string purpose, CancellationToken cancellationToken)
    {
        if (_settled is { } known)
        {
            return (known, null);
        }

        var before = _last;
        await _once.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Who waited while another asked in vain need not ask again: that would be one wait after the other.
            if (_settled is null && _last != before && _last.Fault is { } shared)
            {
                return (null, shared);
            }

            return _settled is { } found ? (found, null) : endpoint.Protocol switch
            {
                RegistryProtocol.Https => (_settled = _secure, null),
                RegistryProtocol.Http => (_settled = _plain, null),
                _ => await ProbeAsync(purpose, cancellationToken).ConfigureAwait(false),
            };
        }
        finally
        {
            _once.Release();
        }
    }

    public void Dispose() => _once.Dispose();

    private async Task<(Uri? Origin, RegistryAnswer? Fault)> ProbeAsync(string purpose, CancellationToken cancellationToken)
    {
        using var watch = new StallWatch(options.TimeProvider, cancellationToken);
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri(_secure, "/v2/"));
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        try
        {
            watch.Expect(wire.AnswerTimeoutOf(_secure));
            using var response = await invoker.SendAsync(message, watch.Token).ConfigureAwait(false);
            statistics.CountRequest();
            return (_settled = _secure, null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !watch.IsExpired && ConnectFault.IsNobodyThere(e))
        {
            return _plain.Port != _secure.Port ? (_settled = _plain, null) : Unreached(wire.ExplainConnecting(e, purpose, _secure));
        }
        catch (HttpRequestException)
        {
            return (_settled = tls.SawCertificate ? _secure : _plain, null);
        }
        catch (OperationCanceledException e) when (watch.IsExpired && !cancellationToken.IsCancellationRequested)
        {
            return Unreached(wire.ExplainSilence(e, _secure));
        }
    }

    // Without a port in its name, a plain registry is at another port than one with TLS. Else nothing is settled: who comes up later may speak TLS.
    private (Uri? Origin, RegistryAnswer? Fault) Unreached(RegistryAnswer fault)
    {
        statistics.CountRequest();
        _last = new Attempt(fault);
        return (null, fault);
    }

    private sealed class Attempt(RegistryAnswer? fault)
    {
        public RegistryAnswer? Fault => fault;
    }
}
