using System.Net;

namespace Mirror.Oci.Registry.Transport;

/// <summary>
/// Proxies as <c>HTTP_PROXY</c>, <c>HTTPS_PROXY</c> and <c>NO_PROXY</c> give them. Addresses may carry a user and a password.
/// Loopback addresses are never proxied. Prints without secrets.
/// </summary>
public sealed class ProxySettings
{
    private const int MaxExceptions = 1000;

    /// <summary>Everything is reached directly.</summary>
    public static ProxySettings None { get; } = new(null, null, []);

    private readonly string[] _exceptions;

    private ProxySettings(Uri? http, Uri? https, string[] exceptions)
    {
        Http = http;
        Https = https;
        _exceptions = exceptions;
    }

    /// <summary>For plain requests.</summary>
    internal Uri? Http { get; }

    /// <summary>For TLS.</summary>
    internal Uri? Https { get; }

    /// <summary>
    /// Reads the variables, upper case or lower case (lower case wins, as in curl and Go), through <paramref name="variable"/>, which gives null
    /// for one that is not set.
    /// </summary>
    /// <exception cref="MirrorException">MIR9010: an address is not one.</exception>
    public static ProxySettings FromEnvironment(Func<string, string?> variable)
    {
        var exceptions = (variable("no_proxy") ?? variable("NO_PROXY") ?? "")
            .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new ProxySettings(Parse("HTTP_PROXY"), Parse("HTTPS_PROXY"), [.. exceptions.Take(MaxExceptions)]);

        Uri? Parse(string name)
        {
            var text = variable(name.ToLowerInvariant()) ?? variable(name);
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

    /// <inheritdoc/>
    public override string ToString() => Http is null && Https is null ? "no proxy" : "proxy from settings";

    /// <summary>The proxy for <paramref name="target"/>, without user information; null when it is reached directly.</summary>
    internal Uri? For(Uri target)
    {
        var proxy = target.Scheme == Uri.UriSchemeHttps ? Https : Http;
        return proxy is null || IsExcepted(target)
            ? null
            : new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;
    }

    private bool IsExcepted(Uri target)
    {
        if (RegistryEndpoint.IsLoopback(target.Host))
        {
            return true;
        }

        var address = IPAddress.TryParse(target.Host.Trim('[', ']'), out var ip) ? ip : null;
        return Array.Exists(_exceptions, exception => Matches(exception, target, address));
    }

    private static bool Matches(string exception, Uri target, IPAddress? address)
    {
        if (exception == "*")
        {
            return true;
        }

        if (address is not null && IPNetwork.TryParse(exception, out var network))
        {
            return network.Contains(address);
        }

        var colon = exception.LastIndexOf(':');
        if (colon > exception.LastIndexOf(']') && exception.IndexOf(':', StringComparison.Ordinal) == colon)
        {
            if (exception[(colon + 1)..] != target.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))
            {
                return false;
            }

            exception = exception[..colon];
        }

        if (address is not null)
        {
            return IPAddress.TryParse(exception.Trim('[', ']'), out var excepted) && excepted.Equals(address);
        }

        var name = exception.TrimStart('*').TrimStart('.');
        return name.Length > 0
            && (target.Host.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase)
                || (exception[0] != '.' && exception[0] != '*' && target.Host.Equals(name, StringComparison.OrdinalIgnoreCase)));
    }
}
