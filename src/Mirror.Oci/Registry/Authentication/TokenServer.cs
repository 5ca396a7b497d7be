using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Mirror.Model.Json;
using Mirror.Oci.Registry.Transport;

namespace Mirror.Oci.Registry.Authentication;

/// <summary>Asks the server that a registry names for tokens (Docker's token protocol, and OAuth2 for identity tokens).</summary>
internal sealed class TokenServer(
    Wire wire, RegistryEndpoint endpoint, RegistryErrors errors, RegistryClientOptions options, RegistryStatistics statistics)
{
    private const int MaxAnswer = 256 * 1024;
    private const int MaxTokenLength = 64 * 1024;
    private const string ClientId = "mirror";

    // The protocol's default for an answer that does not tell.
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(60);

    /// <summary>A token for <paramref name="scope"/>; or a refusal, or a fault of the wire that may be better next time.</summary>
    /// <exception cref="MirrorException">The realm must not be asked, or answers nonsense.</exception>
    public async Task<(BearerToken? Token, RegistryAnswer? Fault)> GetAsync(
        Uri registry, AuthenticationChallenge challenge, string scope, RegistryCredential? credential, string purpose, CancellationToken cancellationToken)
    {
        var realm = RealmRules.Parse(challenge["realm"], registry, out var problem) ?? throw errors.Failed(
            MirrorErrors.RegistryRealmRefused, purpose, $"{endpoint.Subject} names a token server that cannot be used, because {problem}");

        if (credential?.IdentityToken is { } identity)
        {
            var form = Form(challenge["service"], scope, identity);
            var (answer, fault) = await ExchangeAsync(
                new Wire.Exchange(HttpMethod.Post, realm, purpose, null, null, form), cancellationToken).ConfigureAwait(false);
            if (fault is not null || !LacksOAuth(answer!.Value.Status))
            {
                return fault is null ? Read(answer!.Value, realm, credential, purpose) : (null, fault);
            }
        }

        var get = new Wire.Exchange(
            HttpMethod.Get, WithQuery(realm, challenge["service"], scope, credential?.UserName), purpose, Basic(credential), null, null);
        var (got, getFault) = await ExchangeAsync(get, cancellationToken).ConfigureAwait(false);
        return getFault is null ? Read(got!.Value, realm, credential, purpose) : (null, getFault);
    }

    /// <summary>The header for a user with a password; an identity token stands in for the password where a server knows only GET.</summary>
    public static AuthenticationHeaderValue? Basic(RegistryCredential? credential) => credential is null
        ? null
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(
            credential.IdentityToken is { } token
                ? $"{(credential.UserName.Length == 0 ? "<token>" : credential.UserName)}:{token}"
                : $"{credential.UserName}:{credential.Password}")));

    // Token servers without OAuth2 answer any of these to the POST.
    private static bool LacksOAuth(HttpStatusCode status) => status is
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Unauthorized or HttpStatusCode.NotImplemented
        or HttpStatusCode.UnsupportedMediaType;

    private async Task<((HttpStatusCode Status, byte[] Body)? Answer, RegistryAnswer? Fault)> ExchangeAsync(
        Wire.Exchange exchange, CancellationToken cancellationToken)
    {
        using var watch = new StallWatch(options.TimeProvider, cancellationToken);
        var counted = exchange with { OnRequest = statistics.CountTokenRequest };
        var (response, address, fault) = await SendAsync(counted, watch, cancellationToken).ConfigureAwait(false);
        using (response)
        {
            if (response is null)
            {
                return (null, fault);
            }

            var (body, bodyFault) = await wire.ReadAsync(response, MaxAnswer, exchange.Purpose, watch, cancellationToken).ConfigureAwait(false);
            if (bodyFault is not null)
            {
                return (null, bodyFault);
            }

            var passes = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
                || ((int)response.StatusCode >= 500 && response.StatusCode != HttpStatusCode.NotImplemented);
            if (passes)
            {
                return (null, RegistryAnswer.Failed(
                    FaultKind.TokenServer,
                    $"the token server '{address.Authority}', which {endpoint.Subject} names, answered {RegistryErrors.Describe(response.StatusCode)}; try again later",
                    retryAfter: RetryAfterHeader.Read(response, options.TimeProvider)));
            }

            return body is null && response.IsSuccessStatusCode
                ? throw errors.Failed(
                    MirrorErrors.RegistryAnswerTooLarge, exchange.Purpose, $"the token server '{address.Authority}' answered more than {MaxAnswer} bytes")
                : ((response.StatusCode, body ?? []), null);
        }
    }

    /// <summary>As the wire does; what cannot be reached is called the token server, because the user has never heard of its name.</summary>
    private async Task<(HttpResponseMessage? Response, Uri Address, RegistryAnswer? Fault)> SendAsync(
        Wire.Exchange exchange, StallWatch watch, CancellationToken cancellationToken)
    {
        try
        {
            return await wire.SendAsync(exchange, watch, cancellationToken).ConfigureAwait(false);
        }
        catch (MirrorException e) when (exchange.Address.Authority != endpoint.Name)
        {
            var diagnostics = e.Diagnostics.Select(diagnostic => diagnostic with
            {
                Message = $"{diagnostic.Message} That is the token server, which {endpoint.Subject} names.",
            });
            throw new MirrorException([.. diagnostics], e) { ExitCode = e.ExitCode };
        }
    }

    private (BearerToken? Token, RegistryAnswer? Fault) Read(
        (HttpStatusCode Status, byte[] Body) answer, Uri realm, RegistryCredential? credential, string purpose)
    {
        if (answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
        {
            var login = credential is null ? $"there is no login for '{endpoint.Name}'" : $"it does not take the {credential} for '{endpoint.Name}'";
            return (null, RegistryAnswer.Refused(errors.Failed(
                MirrorErrors.RegistryUnauthorized, purpose, $"the token server '{realm.Authority}' answered {RegistryErrors.Describe(answer.Status)}, {login}")));
        }

        var token = answer.Status == HttpStatusCode.OK ? Parse(answer.Body) : null;
        return token is not null ? (token, null) : throw errors.Failed(
            MirrorErrors.RegistryTokenRefused,
            purpose,
            $"the token server '{realm.Authority}' answered {RegistryErrors.Describe(answer.Status)} without a usable token");
    }

    private BearerToken? Parse(byte[] body)
    {
        try
        {
            using var document = JsonText.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var value = Text(root, "token") ?? Text(root, "access_token");
            return value is null ? null : new BearerToken(value, options.TimeProvider.GetUtcNow() + Lifetime(root));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Anything but visible ASCII could break out of the header that the token goes into.
    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 and <= MaxTokenLength } text && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? text
            : null;

    // A tenth is left unused, for the way of the requests and clocks that run differently.
    private static TimeSpan Lifetime(JsonElement root)
    {
        var told = root.TryGetProperty("expires_in", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
            && seconds is > 0 and < int.MaxValue
            ? TimeSpan.FromSeconds(seconds)
            : DefaultLifetime;
        return told * 0.9;
    }

    private static Uri WithQuery(Uri realm, string service, string scope, string? account)
    {
        var query = new StringBuilder(realm.Query.TrimStart('?'));
        Append("account", account ?? "");
        Append("service", service);
        foreach (var part in scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Append("scope", part);
        }

        return new UriBuilder(realm) { Query = query.ToString(), Fragment = "" }.Uri;

        void Append(string name, string value)
        {
            if (value.Length > 0)
            {
                query.Append(query.Length > 0 ? "&" : "").Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }
    }

    private static RequestBody Form(string service, string scope, string identityToken)
    {
        var form = $"grant_type=refresh_token&client_id={ClientId}&service={Uri.EscapeDataString(service)}"
            + $"&scope={Uri.EscapeDataString(scope)}&refresh_token={Uri.EscapeDataString(identityToken)}";
        return RequestBody.Of(Encoding.ASCII.GetBytes(form), "application/x-www-form-urlencoded");
    }
}
