using System.Globalization;
using System.Text;

namespace Mirror.Testing.Faults;

/// <summary>
/// Hands out bearer tokens as registries' token servers do: <c>token-1</c>, <c>token-2</c>, each for the scopes that it was asked for. Its
/// <see cref="Guard"/> makes a registry demand them.
/// </summary>
public sealed class TestTokenServer : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<ServerRequest> _requests = [];
    private readonly List<string> _forms = [];
    private readonly Dictionary<string, string> _granted = [];
    private readonly LoopbackServer _server;
    private int _last;

    /// <summary>Listens at once.</summary>
    public TestTokenServer()
    {
        _server = new LoopbackServer(AnswerAsync);
        Realm = $"http://{_server.Endpoint}/token";
    }

    /// <summary>Host and port.</summary>
    public string Endpoint => _server.Endpoint;

    /// <summary>What the registry names as realm.</summary>
    public string Realm { get; set; }

    /// <summary>What the token lasts, in seconds; -1 leaves it out.</summary>
    public int Lifetime { get; set; } = 300;

    /// <summary>Instead of a token, when it is not null.</summary>
    public Func<ServerRequest, ServerAnswer?> Refusal { get; set; } = _ => null;

    /// <summary>Every request so far.</summary>
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

    /// <summary>Bodies of POST requests so far.</summary>
    public IReadOnlyList<string> Forms
    {
        get
        {
            lock (_lock)
            {
                return [.. _forms];
            }
        }
    }

    /// <summary>No token handed out so far is good any more.</summary>
    public void Revoke()
    {
        lock (_lock)
        {
            _granted.Clear();
        }
    }

    /// <summary>For <see cref="FaultyRegistry.Guard"/>: lets requests in whose token covers their repository.</summary>
    public ServerAnswer? Guard(ServerRequest request)
    {
        var repository = request.Path.Split("/v2/")[^1].Split(["/manifests/", "/blobs/", "/tags/", "/referrers/"], StringSplitOptions.None)[0];
        var actions = request.Method is "GET" or "HEAD" ? "pull" : request.Method == "DELETE" ? "delete" : "pull,push";
        lock (_lock)
        {
            var token = request["Authorization"].Split(' ')[^1];
            if (_granted.TryGetValue(token, out var scopes) && (repository.Length == 0 || Covers(scopes, repository, actions)))
            {
                return null;
            }
        }

        var scope = repository.Length == 0 ? "" : $",scope=\"repository:{repository}:{actions}\"";
        return ServerAnswer.Error(401, "UNAUTHORIZED", "authentication required")
            .With("WWW-Authenticate", $"Bearer realm=\"{Realm}\",service=\"test registry, with comma\"{scope}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static bool Covers(string scopes, string repository, string actions)
    {
        var granted = scopes.Split(' ').Where(scope => scope.StartsWith($"repository:{repository}:", StringComparison.Ordinal))
            .SelectMany(scope => scope[(scope.LastIndexOf(':') + 1)..].Split(','));
        return actions.Split(',').All(action => granted.Contains(action));
    }

    private async Task<ServerAnswer> AnswerAsync(ServerRequest request, CancellationToken cancellationToken)
    {
        var form = Encoding.UTF8.GetString(await request.ReadBodyAsync(long.MaxValue, cancellationToken));
        lock (_lock)
        {
            _requests.Add(request);
            if (request.Method == "POST")
            {
                _forms.Add(form);
            }

            if (Refusal(request) is { } refusal)
            {
                return refusal;
            }

            var token = string.Create(CultureInfo.InvariantCulture, $"token-{++_last}");
            var scopes = (request.Method == "POST" ? form : request.Query.TrimStart('?')).Split('&')
                .Where(part => part.StartsWith("scope=", StringComparison.Ordinal)).Select(part => Uri.UnescapeDataString(part["scope=".Length..]));
            _granted[token] = string.Join(' ', scopes);
            var lifetime = Lifetime < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $",\"expires_in\":{Lifetime}");
            return ServerAnswer.Json(200, $$"""{"{{(request.Method == "POST" ? "access_token" : "token")}}":"{{token}}"{{lifetime}}}""");
        }
    }
}
