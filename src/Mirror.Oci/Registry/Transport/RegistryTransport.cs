using System.Net;
using System.Net.Http.Headers;
using Mirror.Oci.Registry.Authentication;
using Polly;
using Polly.Retry;

namespace Mirror.Oci.Registry.Transport;

/// <summary>
/// Carries requests to one registry: in turn, with its login, after redirects, again when that may help. One instance per registry and side;
/// safe for concurrent use.
/// </summary>
internal sealed class RegistryTransport : IDisposable
{
    private const int MaxAuthenticationRounds = 3;

    private static readonly ResiliencePropertyKey<DateTimeOffset> Started = new("started");

    private readonly RegistryClientOptions _options;
    private readonly HttpMessageInvoker _invoker;
    private readonly OriginProbe _origin;
    private readonly Wire _wire;
    private readonly Authenticator _authenticator;
    private readonly RegistryProxy _proxy;
    private readonly ResiliencePipeline<RegistryAnswer> _pipeline;

    public RegistryTransport(RegistryEndpoint endpoint, RegistryClientOptions options)
    {
        if (options.Routes.TryGetValue(endpoint.Name, out var route))
        {
            endpoint = endpoint with { Protocol = RegistryProtocol.Http };
        }

        Endpoint = endpoint;
        _options = options;
        Errors = new RegistryErrors(endpoint);
        var settings = options.Tls(endpoint.Name);
        var tls = new TlsRules(
            endpoint.VerifiesTls ? settings : settings with { SkipVerification = true },
            new Uri($"https://{endpoint.Address}/").Host.Trim('[', ']'));
        _proxy = new RegistryProxy(options.Proxy, options.Routes);
        _invoker = RegistryHandler.Create(options, tls, route);
        _wire = new Wire(_invoker, tls, options, Errors);
        _origin = new OriginProbe(endpoint, _invoker, _wire, tls, options, Statistics);
        _authenticator = new Authenticator(endpoint, Errors, options, new TokenServer(_wire, endpoint, Errors, options, Statistics));
        Gate = new HostGate(Math.Min(options.InitialConcurrency, options.MaxConcurrency), options.MaxConcurrency, options.TimeProvider);
        _pipeline = BuildPipeline();
    }

    public RegistryEndpoint Endpoint { get; }

    public RegistryErrors Errors { get; }

    public RegistryStatistics Statistics { get; } = new();

    public HostGate Gate { get; }

    /// <summary>Whether the registry has asked for a login.</summary>
    public bool AsksForLogin => _authenticator.IsAsked;

    /// <summary>The answer after all retries; a transient one means that they did not help.</summary>
    public ValueTask<RegistryAnswer> SendAsync(RegistryRequest request, CancellationToken cancellationToken) =>
        RepeatAsync(token => SendOnceAsync(request, token), cancellationToken);

    /// <summary>Runs <paramref name="attempt"/> until its answer is not transient, with the waits of this registry in between.</summary>
    public async ValueTask<RegistryAnswer> RepeatAsync(
        Func<CancellationToken, ValueTask<RegistryAnswer>> attempt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        try
        {
            context.Properties.Set(Started, _options.TimeProvider.GetUtcNow());
            return await _pipeline.ExecuteAsync(static (c, run) => run(c.CancellationToken), context, attempt).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>One attempt.</summary>
    public async ValueTask<RegistryAnswer> SendOnceAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        var (origin, unreached) = await _origin.FindAsync(request.Purpose, cancellationToken).ConfigureAwait(false);
        if (origin is null)
        {
            return unreached!;
        }

        var slot = await Gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        var keepsSlot = false;
        try
        {
            var answer = await AttemptAsync(request, origin, slot, cancellationToken).ConfigureAwait(false);
            Report(answer, slot);
            keepsSlot = request.Streams && answer.IsSuccess;
            return answer;
        }
        finally
        {
            if (!keepsSlot)
            {
                slot.Dispose();
            }
        }
    }

    /// <summary>The fault in an exception from reading a body; see <see cref="Wire.Explain"/>.</summary>
    public RegistryAnswer Explain(Exception exception, string purpose, StallWatch watch) => _wire.Explain(exception, purpose, watch);

    /// <summary>How long to wait before attempt number <paramref name="attempt"/> (the first retry is 0).</summary>
    public TimeSpan DelayBefore(int attempt, TimeSpan? retryAfter)
    {
        if (retryAfter is { } asked)
        {
            return asked;
        }

        // Jitter keeps clients that failed together from coming back together; it decides nothing else.
        return _options.RetryDelay ?? TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempt, 10)) * (1 + (Random.Shared.NextDouble() / 10)));
    }

    /// <summary>The exception for an answer that cannot be used.</summary>
    public MirrorException Unexpected(RegistryRequest request, RegistryAnswer answer) => Errors.Unexpected(
        request, answer, _authenticator.Redact, answer.Address is null || Wire.IsTunnelled(answer.Address) ? null : _proxy.GetProxy(answer.Address));

    /// <summary>Where <paramref name="answer"/> says that an upload goes on.</summary>
    public Uri LocationOf(RegistryAnswer answer, string purpose) =>
        UploadLocation.Resolve(answer.Address!, answer.Header("Location"), out var problem)
        ?? throw Errors.Failed(MirrorErrors.RegistryProtocol, purpose, $"{Endpoint.Subject} accepted the upload, but {problem}");

    public void Dispose()
    {
        _origin.Dispose();
        _invoker.Dispose();
    }

    private async ValueTask<RegistryAnswer> AttemptAsync(RegistryRequest request, Uri origin, HostGate.Slot slot, CancellationToken cancellationToken)
    {
        var watch = new StallWatch(_options.TimeProvider, cancellationToken);
        try
        {
            var (response, address, fault) = await AuthorizedAsync(request, origin, watch, cancellationToken).ConfigureAwait(false);
            if (response is null)
            {
                return fault!;
            }

            if (request.Streams && response.IsSuccessStatusCode)
            {
                RefuseEncoding(request, response);
                return RegistryAnswer.Streaming(response, address, slot);
            }

            return await CompleteAsync(request, response, address, watch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            watch.Dispose();
        }
    }

    private async Task<(HttpResponseMessage? Response, Uri Address, RegistryAnswer? Fault)> AuthorizedAsync(
        RegistryRequest request, Uri origin, StallWatch watch, CancellationToken cancellationToken)
    {
        var address = new Uri(origin, request.Target);
        var scope = request.Scope.Text;
        AuthenticationHeaderValue? refused = null;
        for (var round = 0; ; round++)
        {
            var (header, fault) = Wire.SameOrigin(address, origin)
                ? await _authenticator.AuthorizeAsync(request, origin, scope, refused, cancellationToken).ConfigureAwait(false)
                : default;
            if (fault is not null)
            {
                return (null, address, fault);
            }

            if (header is null && round > 0)
            {
                throw await _authenticator.RefusedAsync(request, "", cancellationToken).ConfigureAwait(false);
            }

            var exchange = new Wire.Exchange(request.Method, address, request.Purpose, header, message => Prepare(message, request), request.Body)
            {
                OnRequest = Statistics.CountRequest,
                OnBytesOut = Statistics.CountBytesOut,
            };
            var (response, answeredBy, sendFault) = await _wire.SendAsync(exchange, watch, cancellationToken).ConfigureAwait(false);
            if (response is not { StatusCode: HttpStatusCode.Unauthorized } || !Wire.SameOrigin(answeredBy, origin))
            {
                return (response, answeredBy, sendFault);
            }

            using (response)
            {
                var next = _authenticator.Learn(request, Challenges(response), scope, header, round);
                if (next is null || round + 1 == MaxAuthenticationRounds)
                {
                    var (body, _) = await _wire.ReadAsync(response, ErrorBody.MaxBytes, request.Purpose, watch, cancellationToken).ConfigureAwait(false);
                    throw await _authenticator.RefusedAsync(request, ErrorBody.Summarise(body), cancellationToken).ConfigureAwait(false);
                }

                scope = next;
                refused = header;
            }
        }
    }

    private async Task<RegistryAnswer> CompleteAsync(
        RegistryRequest request, HttpResponseMessage response, Uri address, StallWatch watch, CancellationToken cancellationToken)
    {
        var isHead = request.Method == HttpMethod.Head;
        var limit = isHead ? 0 : response.IsSuccessStatusCode ? request.AnswerLimit : ErrorBody.MaxBytes;
        if (response.IsSuccessStatusCode && !isHead && !request.TakesEncoded)
        {
            RefuseEncoding(request, response);
        }

        var (body, fault) = isHead ? ([], null)
            : await _wire.ReadAsync(response, limit, request.Purpose, watch, cancellationToken).ConfigureAwait(false);
        if (fault is not null && response.IsSuccessStatusCode)
        {
            response.Dispose();
            return fault;
        }

        if (body is null && fault is null && response.IsSuccessStatusCode)
        {
            response.Dispose();
            throw Errors.Failed(
                MirrorErrors.RegistryAnswerTooLarge, request.Purpose, $"{Endpoint.Subject} answered more than the {limit} bytes that are allowed");
        }

        Statistics.CountBytesIn(body?.Length ?? 0);
        return RegistryAnswer.Of(response, address, body ?? [], RetryAfterHeader.Read(response, _options.TimeProvider));
    }

    private void RefuseEncoding(RegistryRequest request, HttpResponseMessage response)
    {
        if (response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values)
            && string.Join(", ", values) is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            response.Dispose();
            throw Errors.Failed(
                MirrorErrors.RegistryProtocol,
                request.Purpose,
                $"{Endpoint.Subject} answered with the content encoding '{ErrorBody.Clean(encoding)}', which was not asked for and changes the bytes");
        }
    }

    private void Report(RegistryAnswer answer, HostGate.Slot slot)
    {
        if (answer.Status == HttpStatusCode.TooManyRequests)
        {
            Statistics.CountRateLimited();
            Gate.Throttled(slot);
        }
        else if (answer.Fault == FaultKind.None && !answer.IsTransient)
        {
            Gate.Succeeded();
        }

        if (answer.IsTransient && answer.RetryAfter is { } wait && wait <= _options.MaxRetryAfter)
        {
            Gate.Close(wait);
        }
    }

    private ResiliencePipeline<RegistryAnswer> BuildPipeline()
    {
        if (_options.RetryTimes == 0)
        {
            return ResiliencePipeline<RegistryAnswer>.Empty;
        }

        return new ResiliencePipelineBuilder<RegistryAnswer> { TimeProvider = _options.TimeProvider }
            .AddRetry(new RetryStrategyOptions<RegistryAnswer>
            {
                MaxRetryAttempts = _options.RetryTimes,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Result is { IsTransient: true } answer && IsWorthRetrying(answer, args.AttemptNumber) && MayWait(answer, args.Context)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(args.Outcome.Result is { } answer && StrangerOf(answer) is not null
                    ? KnownHosts.DelayAfter(args.AttemptNumber, _options.RetryDelay)
                    : DelayBefore(args.AttemptNumber, args.Outcome.Result?.RetryAfter)),
                OnRetry = args =>
                {
                    Statistics.CountRetry(args.RetryDelay);
                    args.Outcome.Result?.Dispose();
                    return default;
                },
            })
            .Build();
    }

    private bool IsWorthRetrying(RegistryAnswer answer, int attempt) => StrangerOf(answer) is not { } host
        || _options.Hosts.IsWorthRetrying(host, attempt, answer.FaultException is { } fault && (fault is TimeoutException || ConnectFault.IsConnectTimeout(fault)));

    /// <summary>The host that has never answered in this run, neither now; null if the answer is of one that has.</summary>
    private string? StrangerOf(RegistryAnswer answer) => answer.Fault == FaultKind.Unreached ? answer.UnreachedHost
        : answer.IsFromGateway && !_options.Hosts.HasAnswered(answer.Address!.Authority) ? answer.Address.Authority
        : null;

    private bool MayWait(RegistryAnswer answer, ResilienceContext context) =>
        !(answer.RetryAfter > _options.MaxRetryAfter)
        && _options.TimeProvider.GetUtcNow() - context.Properties.GetValue(Started, default) + (answer.RetryAfter ?? TimeSpan.Zero) <= _options.RetryBudget;

    private static IReadOnlyList<AuthenticationChallenge> Challenges(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? AuthenticationChallenge.Parse(values) : [];

    private static void Prepare(HttpRequestMessage message, RegistryRequest request)
    {
        foreach (var mediaType in request.Accept)
        {
            message.Headers.TryAddWithoutValidation("Accept", mediaType);
        }

        if (request.RangeStart > 0)
        {
            message.Headers.Range = new RangeHeaderValue(request.RangeStart, null);
        }
    }
}
