using System.Text;

namespace Mirror.Oci.Registry.Transport;

/// <summary>
/// Proxies as <c>HTTP_PROXY</c>, <c>HTTPS_PROXY</c>, <c>ALL_PROXY</c> (for both) and <c>NO_PROXY</c> give them. Addresses may carry a user and a password.
/// Loopback addresses are never proxied. Prints without secrets.
/// </summary>
public sealed class ProxySettings
{
    /// <summary>Everything is reached directly.</summary>
    public static ProxySettings None { get; } = new(null, null, new ProxyBypass(""));

    private readonly ProxyBypass _bypass;

    private ProxySettings(Uri? http, Uri? https, ProxyBypass bypass)
    {
        Http = http;
        Https = https;
        _bypass = bypass;
    }

    /// <summary>For plain requests.</summary>
    internal Uri? Http { get; }

    /// <summary>For TLS.</summary>
    internal Uri? Https { get; }

    /// <summary>
    /// Reads the variables, upper case or lower case (lower case wins, as in curl), through <paramref name="variable"/>, which gives null
    /// for one that is not set.
    /// </summary>
    /// <exception cref="MirrorException">MIR9010: an address is not one.</exception>
    public static ProxySettings FromEnvironment(Func<string, string?> variable)
    {
        var all = Parse("ALL_PROXY");
        var bypass = new ProxyBypass(Find("NO_PROXY") ?? "");
        return new ProxySettings(Parse("HTTP_PROXY") ?? all, Parse("HTTPS_PROXY") ?? all, bypass);

        string? Find(string name) => variable(name.ToLowerInvariant()) is { Length: > 0 } value ? value : variable(name);

        Uri? Parse(string name)
        {
            var text = Find(name);
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            var address = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
            return Uri.TryCreate(address, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5"
                ? proxy
                : throw MirrorErrors.ProxyInvalid.Exception(
                    $"The value of '{name}' is not the address of a proxy; expected 'http://host:port', optionally with 'user:password@' before the host.");
        }
    }

    /// <summary>What no message may repeat: passwords, and logins as they are sent.</summary>
    internal IEnumerable<string> Secrets => new[] { Http, Https }.OfType<Uri>().Select(proxy => Uri.UnescapeDataString(proxy.UserInfo))
        .SelectMany(login => new[] { login[(login.IndexOf(':', StringComparison.Ordinal) + 1)..], Convert.ToBase64String(Encoding.UTF8.GetBytes(login)) });

    /// <inheritdoc/>
    public override string ToString() => Http is null && Https is null ? "no proxy" : "proxy from settings";

    /// <summary>The proxy for <paramref name="target"/>, without user information; null when it is reached directly.</summary>
    internal Uri? For(Uri target)
    {
        var proxy = target.Scheme == Uri.UriSchemeHttps ? Https : Http;
        return proxy is null || _bypass.Covers(target.IdnHost, target.Port)
            ? null
            : new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;
    }
}
