using System.Security.Cryptography.X509Certificates;

namespace Mirror.Oci.Registry.Transport;

/// <summary>How TLS to one registry differs from the system's: what <c>certs.d</c> and <c>--*-tls-verify</c> say.</summary>
public sealed record RegistryTls
{
    /// <summary>Only what the system trusts.</summary>
    public static RegistryTls Default { get; } = new();

    /// <summary>Authorities that are trusted besides the system's, for this registry and the token server it names.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];

    /// <summary>With its private key; shown to this registry alone, never to a host that it redirects to.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Accepts any certificate of this registry's host. Other hosts (token server, content network) are verified nevertheless.</summary>
    public bool SkipVerification { get; init; }
}
