using System.Net;
using System.Net.Sockets;

namespace Mirror.Oci.Registry.Authentication;

/// <summary>
/// Whether a realm may be asked for a token. Like every client, we follow the registry's word to another host, because that is how
/// large registries are built, but only over HTTPS (plain HTTP if the registry itself is plain), and never to an address that only
/// makes sense as an attack on this machine's surroundings: link-local ones, where clouds keep their metadata service, and loopback
/// unless the registry is there as well.
/// </summary>
internal static class RealmRules
{
    /// <summary>The realm as an address; or in <paramref name="problem"/>, as a clause, why not.</summary>
    public static Uri? Parse(string realm, Uri registry, out string problem)
    {
        if (!Uri.TryCreate(realm, UriKind.Absolute, out var address) || address.Host.Length == 0
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            problem = "it is not an HTTP address";
            return null;
        }

        problem = address.UserInfo.Length > 0 ? "it contains user information"
            : address.Scheme == Uri.UriSchemeHttp && registry.Scheme != Uri.UriSchemeHttp ? "it is plain HTTP while the registry is HTTPS"
            : IsLinkLocal(address) ? "it is a link-local address"
            : IsLoopback(address) && !IsLoopback(registry) ? "it is on this machine while the registry is not"
            : "";
        return problem.Length == 0 ? address : null;
    }

    private static bool IsLoopback(Uri address) => RegistryEndpoint.IsLoopback(address.Host);

    private static bool IsLinkLocal(Uri address)
    {
        if (!IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
        {
            return false;
        }

        ip = ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
        return ip.IsIPv6LinkLocal || (ip.AddressFamily == AddressFamily.InterNetwork && ip.GetAddressBytes() is [169, 254, ..]);
    }
}
