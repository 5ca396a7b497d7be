using System.Net;

namespace Mirror.Oci.Registry.Transport;

/// <summary>
/// Gives the handler its proxies and, apart from the addresses, their credentials: so no message of the handler can contain them. What this process serves
/// itself has none.
/// </summary>
internal sealed class RegistryProxy(ProxySettings settings, IReadOnlyDictionary<string, IPEndPoint> routes) : IWebProxy, ICredentials
{
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException();
    }

    public Uri? GetProxy(Uri destination) => routes.ContainsKey(destination.Authority) ? null : settings.For(destination);

    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    /// <summary>The credential for the proxy at <paramref name="uri"/>.</summary>
    public NetworkCredential? GetCredential(Uri uri, string authType)
    {
        var proxy = new[] { settings.Https, settings.Http }.FirstOrDefault(candidate =>
            candidate is { UserInfo.Length: > 0 } && candidate.Host == uri.Host && candidate.Port == uri.Port);
        if (proxy is null)
        {
            return null;
        }

        var parts = proxy.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }
}
