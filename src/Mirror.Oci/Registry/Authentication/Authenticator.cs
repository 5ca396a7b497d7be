using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Mirror.Oci.Registry.Transport;

namespace Mirror.Oci.Registry.Authentication;

/// <summary>
/// What one registry wants to see before it answers: learned from its first 401, sent unasked from then on. Tokens are kept per scope until
/// shortly before they expire.
/// </summary>
internal sealed class Authenticator(
    RegistryEndpoint endpoint, RegistryErrors errors, RegistryClientOptions options, TokenServer tokenServer)
{
    private const int MaxRemembered = 10_000;
    private const int MaxScopeLength = 2 * 1024;
    private const int ShortestSecret = 3;

    private readonly ConcurrentDictionary<string, BearerToken> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RegistryCredential?> _credentials = new(StringComparer.Ordinal);
    private readonly KeyedLock<string> _asking = new();
    private volatile AuthenticationChallenge? _challenge;

    /// <summary>Whether the registry has asked for a login.</summary>
    public bool IsAsked => _challenge is not null;

    /// <summary>
    /// The header to send for <paramref name="scope"/>; null as long as the registry has not asked for one. A token equal to
    /// <paramref name="refused"/> is replaced.
    /// </summary>
    public async ValueTask<(AuthenticationHeaderValue? Header, RegistryAnswer? Fault)> AuthorizeAsync(
        RegistryRequest request, Uri registry, string scope, AuthenticationHeaderValue? refused, CancellationToken cancellationToken)
    {
        if (_challenge is not { } challenge)
        {
            return (null, null);
        }

        var credential = await FindCredentialAsync(request.Scope.Repository, cancellationToken).ConfigureAwait(false);
        if (challenge.IsBasic)
        {
            return (TokenServer.Basic(credential), null);
        }

        if (FindToken(scope, refused) is { } known)
        {
            return (known, null);
        }

        using (await _asking.EnterAsync(scope, cancellationToken).ConfigureAwait(false))
        {
            if (FindToken(scope, refused) is { } justCame)
            {
                return (justCame, null);
            }

            var (token, fault) = await tokenServer.GetAsync(registry, challenge, scope, credential, request.Purpose, cancellationToken).ConfigureAwait(false);
            if (token is null)
            {
                return (null, fault);
            }

            Remember(_tokens, scope, token);
            return (new AuthenticationHeaderValue("Bearer", token.Value), null);
        }
    }

    /// <summary>
    /// Takes in a 401. Gives the scope to try next, or null when there is nothing left to try: a second 401 counts only if the
    /// registry now asks for another scope.
    /// </summary>
    /// <exception cref="MirrorException">The registry wants a login that we do not have, or in a way that we do not know.</exception>
    public string? Learn(RegistryRequest request, IReadOnlyList<AuthenticationChallenge> challenges, string scope, AuthenticationHeaderValue? sent, int round)
    {
        var challenge = challenges.FirstOrDefault(c => c.IsBearer) ?? challenges.FirstOrDefault(c => c.IsBasic);
        if (challenge is null)
        {
            var offered = challenges.Count == 0 ? "none" : string.Join(", ", challenges.Select(c => $"'{ErrorBody.Clean(c.Scheme)}'"));
            throw errors.Failed(
                MirrorErrors.RegistryUnauthorized,
                request.Purpose,
                $"{endpoint.Subject} answered 401 Unauthorized and offers no way in that is known (expected 'Bearer' or 'Basic', got {offered})");
        }

        _challenge = challenge;
        if (challenge.IsBasic)
        {
            return sent?.Scheme == "Basic" ? null : scope;
        }

        var wanted = challenge["scope"] is { Length: > 0 and <= MaxScopeLength } text ? text : scope;
        return round == 0 ? (scope.Length > 0 ? scope : wanted) : (wanted != scope ? wanted : null);
    }

    /// <summary>Why a login did not help, for the request that ends with 401.</summary>
    public async Task<MirrorException> RefusedAsync(RegistryRequest request, string said, CancellationToken cancellationToken)
    {
        var credential = await FindCredentialAsync(request.Scope.Repository, cancellationToken).ConfigureAwait(false);
        var happened = credential is null
            ? $"{endpoint.Subject} wants a login (401 Unauthorized), and there is none for it; log in with 'podman login {endpoint.Name}'"
            : $"{endpoint.Subject} does not take the {credential} that it was given (401 Unauthorized)";
        var told = Redact(said);
        return errors.Failed(MirrorErrors.RegistryUnauthorized, request.Purpose, told.Length == 0 ? happened : $"{happened}; it says: {told}");
    }

    /// <summary>Removes every secret that this registry was given from what it wrote.</summary>
    public string Redact(string text)
    {
        var secrets = _tokens.Values.Select(token => token.Value)
            .Concat(_credentials.Values.OfType<RegistryCredential>().SelectMany(Secrets))
            .Concat(options.Proxy.Secrets)
            .Where(secret => secret.Length >= ShortestSecret);
        return secrets.Aggregate(text, (current, secret) => current.Replace(secret, "***", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Secrets(RegistryCredential credential) =>
        [credential.Password, credential.IdentityToken ?? "", TokenServer.Basic(credential)!.Parameter!];

    private AuthenticationHeaderValue? FindToken(string scope, AuthenticationHeaderValue? refused) =>
        _tokens.TryGetValue(scope, out var token) && token.Expires > options.TimeProvider.GetUtcNow() && token.Value != refused?.Parameter
            ? new AuthenticationHeaderValue("Bearer", token.Value)
            : null;

    private async ValueTask<RegistryCredential?> FindCredentialAsync(string repository, CancellationToken cancellationToken)
    {
        if (_credentials.TryGetValue(repository, out var known))
        {
            return known;
        }

        var credential = await options.Credentials.FindAsync(endpoint.Name, repository, cancellationToken).ConfigureAwait(false);
        Remember(_credentials, repository, credential);
        return credential;
    }

    // Asking again costs little; a run with more repositories than this is rarer than the memory is worth.
    private static void Remember<T>(ConcurrentDictionary<string, T> memory, string key, T value)
    {
        if (memory.Count >= MaxRemembered)
        {
            memory.Clear();
        }

        memory[key] = value;
    }
}
