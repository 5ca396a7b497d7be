using System.Net;

namespace Mirror.Oci.Registry;

/// <summary>One registry in one role. <see cref="Name"/> is host with an optional port, as references write it.</summary>
public sealed record RegistryEndpoint(string Name, RegistrySide Side, RegistryProtocol Protocol)
{
    /// <summary>What messages call most endpoints.</summary>
    public const string RegistryNoun = "registry";

    private const string DockerHub = "docker.io";
    private const string DockerHubAddress = "registry-1.docker.io";

    /// <summary>Whether its certificate must be one that somebody vouches for.</summary>
    public bool VerifiesTls { get; init; } = true;

    /// <summary>What messages call it: a registry, unless it serves files.</summary>
    public string Noun { get; init; } = RegistryNoun;

    /// <summary>The subject of sentences about it: <c>the registry 'quay.io'</c>.</summary>
    internal string Subject => $"the {Noun} '{Name}'";

    /// <summary>Where requests go: Docker Hub's registry lives at another host than its name.</summary>
    public string Address => Name == DockerHub ? DockerHubAddress : Name;

    /// <summary>
    /// An endpoint for <paramref name="name"/>: loopback addresses may always be plain, others only if <paramref name="insecure"/>
    /// (<c>insecure</c> of registries.conf, or <c>--*-tls-verify=false</c>).
    /// </summary>
    public static RegistryEndpoint For(string name, RegistrySide side, bool insecure = false) =>
        new(name, side, insecure || IsLoopback(name) ? RegistryProtocol.HttpsOrHttp : RegistryProtocol.Https) { VerifiesTls = !insecure };

    /// <summary>Whether <paramref name="name"/> (host with an optional port) can only be this machine.</summary>
    public static bool IsLoopback(string name)
    {
        var colon = name.LastIndexOf(':');
        var host = colon > name.LastIndexOf(']') ? name[..colon] : name;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
