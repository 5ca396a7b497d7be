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

    /// <summary>Makes a pair that is valid for 127.0.0.1, ::1 and localhost, for an hour.</summary>
    public static TestCertificate ForLoopback()
    {
        var now = DateTimeOffset.UtcNow;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Mirror test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        using var authority = authorityRequest.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using var certificate = request.Create(authority, now.AddMinutes(-5), now.AddHours(1).AddSeconds(-1), RandomNumberGenerator.GetBytes(8));
        return new TestCertificate(authority.ExportCertificatePem(), certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
