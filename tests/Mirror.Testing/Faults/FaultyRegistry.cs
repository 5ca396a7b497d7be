namespace Mirror.Testing.Faults;

/// <summary>
/// A registry in memory that works, except where a test scripts otherwise. Scripts are tried in the order in which they were written; each serves as often as
/// it says.
/// </summary>
public sealed class FaultyRegistry : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Script> _scripts = [];
    private readonly List<ServerRequest> _requests = [];
    private readonly MemoryRegistry _content = new();
    private readonly LoopbackServer _server;

    /// <summary>Listens at once; with <paramref name="tls"/> speaks TLS.</summary>
    public FaultyRegistry(LoopbackTls? tls = null) => _server = new LoopbackServer(AnswerAsync, tls);

    /// <summary>Host and port, as in an image reference.</summary>
    public string Endpoint => _server.Endpoint;

    /// <summary>What it holds.</summary>
    public MemoryRegistry Content => _content;

    /// <summary>Asked before anything else, scripts included: the refusal of a request, or null to let it in.</summary>
    public Func<ServerRequest, ServerAnswer?> Guard { get; set; } = _ => null;

    /// <summary>Every request so far, those for the script included.</summary>
    public IReadOnlyList<ServerRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Answers the next <paramref name="times"/> requests of the method whose path contains <paramref name="path"/> in another way.</summary>
    public void On(string method, string path, ServerAnswer answer, int times = 1) => On(method, path, _ => answer, times);

    /// <summary>As above, with an answer made from the request.</summary>
    public void On(string method, string path, Func<ServerRequest, ServerAnswer> answer, int times = 1) =>
        Add(new Script(method, path, times, (request, _) => Task.FromResult(answer(request))));

    /// <summary>Lets the registry do its work, then changes what it answers.</summary>
    public void After(string method, string path, Func<ServerAnswer, ServerAnswer> change, int times = 1) =>
        Add(new Script(method, path, times, async (request, token) => change(await _content.AnswerAsync(request, token))));

    /// <summary>Reads so many bytes of the request's body, then resets the connection.</summary>
    public void CutUpload(string method, string path, long after, int times = 1) => Add(new Script(method, path, times, async (request, token) =>
    {
        await request.ReadBodyAsync(after, token);
        return new ServerAnswer(500) { ResetsBeforeHead = true };
    }));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private void Add(Script script)
    {
        lock (_lock)
        {
            _scripts.Add(script);
        }
    }

    private async Task<ServerAnswer> AnswerAsync(ServerRequest request, CancellationToken cancellationToken)
    {
        Script? script;
        lock (_lock)
        {
            _requests.Add(request);
            if (Guard(request) is { } refusal)
            {
                return refusal;
            }

            script = _scripts.Find(candidate => candidate.Left > 0 && candidate.Method == request.Method
                && request.Path.Contains(candidate.Path, StringComparison.Ordinal));
            if (script is not null)
            {
                script.Left--;
            }
        }

        return script is null
            ? await _content.AnswerAsync(request, cancellationToken)
            : await script.Answer(request, cancellationToken);
    }

    private sealed class Script(string method, string path, int times, Func<ServerRequest, CancellationToken, Task<ServerAnswer>> answer)
    {
        public string Method => method;

        public string Path => path;

        public int Left { get; set; } = times;

        public Func<ServerRequest, CancellationToken, Task<ServerAnswer>> Answer => answer;
    }
}
