using System.Globalization;
using System.Net;

namespace Mirror.Oci.Registry.Transport;

/// <summary>
/// Who is reached without a proxy: loopback always, and what <c>NO_PROXY</c> lists: <c>*</c>, a domain (with its sub-domains; these alone
/// with a leading dot), an address, a range in CIDR form; all but the range with an optional port. These are the rules of Go, which oc-mirror and
/// skopeo follow; .NET's own reading of the variable knows neither sub-domains nor ports, ranges or <c>*</c>.
/// </summary>
internal sealed class ProxyBypass
{
    private const int MaxEntries = 1000;

    private readonly bool _isAll;
    private readonly List<IPNetwork> _networks = [];
    private readonly List<(IPAddress Address, int? Port)> _addresses = [];
    private readonly List<(string Domain, bool IncludesItself, int? Port)> _domains = [];

    public ProxyBypass(string list)
    {
        const StringSplitOptions options = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var entry in list.Split([',', ' '], options).Take(MaxEntries))
        {
            if (entry == "*")
            {
                _isAll = true;
            }
            else if (TryParseNetwork(entry, out var network))
            {
                _networks.Add(network);
            }
            else
            {
                Add(entry.ToLowerInvariant());
            }
        }
    }

    public bool Covers(string host, int port)
    {
        var name = host.Trim('[', ']').TrimEnd('.').ToLowerInvariant();
        if (_isAll || name == "localhost")
        {
            return true;
        }

        if (IPAddress.TryParse(name, out var address))
        {
            return IPAddress.IsLoopback(address)
                || _networks.Exists(network => network.Contains(address))
                || _addresses.Exists(entry => entry.Address.Equals(address) && (entry.Port ?? port) == port);
        }

        return _domains.Exists(entry => (entry.Port ?? port) == port
            && (name.EndsWith(entry.Domain, StringComparison.Ordinal) || (entry.IncludesItself && name == entry.Domain[1..])));
    }

    /// <summary>Unlike <see cref="IPNetwork"/> as Go does: the part of the address behind the prefix may be anything.</summary>
    private static bool TryParseNetwork(string entry, out IPNetwork network)
    {
        network = default;
        var slash = entry.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0
            || !IPAddress.TryParse(entry.AsSpan(0, slash), out var address)
            || !int.TryParse(entry.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return false;
        }

        var bytes = address.GetAddressBytes();
        if (length > bytes.Length * 8)
        {
            return false;
        }

        for (var bit = length; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        network = new IPNetwork(new IPAddress(bytes), length);
        return true;
    }

    private void Add(string entry)
    {
        var (host, port) = SplitPort(entry);
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            _addresses.Add((address, port));
            return;
        }

        var domain = host.StartsWith("*.", StringComparison.Ordinal) ? host[1..] : host;
        if (domain.Length > 0)
        {
            _domains.Add(domain[0] == '.' ? (domain, false, port) : ($".{domain}", true, port));
        }
    }

    /// <summary>An IPv6 address has a port only behind brackets.</summary>
    private static (string Host, int? Port) SplitPort(string entry)
    {
        var colon = entry.LastIndexOf(':');
        var isPort = colon >= 0 && (entry.IndexOf(':', StringComparison.Ordinal) == colon || entry[colon - 1] == ']');
        return isPort && int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (entry[..colon], port)
            : (entry, null);
    }
}
