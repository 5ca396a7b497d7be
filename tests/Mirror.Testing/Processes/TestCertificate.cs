using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mirror.Testing.Processes;

/// <summary>A throw-away authority and a certificate of it for the loopback addresses, as PEM text.</summary>
public sealed class TestCertificate
{
    private TestCertificate(string authorityPem, string certificatePem, string keyPem)
    {
        AuthorityPem = authorityPem;
        CertificatePem = certificatePem;
        KeyPem = keyPem;
    }

    /// <summary>What a client must trust.</summary>
    public string AuthorityPem { get; }

    /// <summary>What a server shows.</summary>
    public string CertificatePem { get; }

    /// <summary>The server's private key.</summary>
    public string KeyPem { get; }

    /// <summary>Makes a pair that is valid for 127.0.0.1, ::1 and localhost, for an hour; or for the month before <paramref name="until"/>.</summary>
    public static TestCertificate ForLoopback(DateTimeOffset? until = null)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return Make(names, until);
    }

    /// <summary>Makes a pair that is valid for these names alone.</summary>
    public static TestCertificate ForNames(params string[] dnsNames)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in dnsNames)
        {
            names.AddDnsName(name);
        }

        return Make(names, null);
    }

    private static TestCertificate Make(SubjectAlternativeNameBuilder names, DateTimeOffset? until)
    {
        var (from, to) = until is { } end ? (end.AddMonths(-1), end) : (DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddHours(1));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Mirror test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        using var authority = authorityRequest.CreateSelfSigned(from, DateTimeOffset.UtcNow.AddHours(2));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using var certificate = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(8));
        return new TestCertificate(authority.ExportCertificatePem(), certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
