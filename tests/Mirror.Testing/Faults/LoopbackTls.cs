using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Mirror.Testing.Processes;

namespace Mirror.Testing.Faults;

/// <summary>The server's side of TLS: what it shows, and whether it wants a certificate from its clients.</summary>
public sealed class LoopbackTls(TestCertificate certificate, bool demandsClientCertificate = false)
{
    private readonly List<string> _clients = [];

    /// <summary>Thumbprints of the certificates that clients showed.</summary>
    public IReadOnlyList<string> Clients
    {
        get
        {
            lock (_clients)
            {
                return [.. _clients];
            }
        }
    }

    internal async Task<Stream> AcceptAsync(Stream plain, CancellationToken cancellationToken)
    {
        var stream = new SslStream(plain, leaveInnerStreamOpen: false);
        using var own = X509Certificate2.CreateFromPem(certificate.CertificatePem, certificate.KeyPem);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificate = own,
            ClientCertificateRequired = demandsClientCertificate,
            RemoteCertificateValidationCallback = (_, client, _, _) => Note(client),
        };
        await stream.AuthenticateAsServerAsync(options, cancellationToken);
        return stream;
    }

    private bool Note(X509Certificate? client)
    {
        lock (_clients)
        {
            if (client is not null)
            {
                _clients.Add(client.GetCertHashString());
            }
        }

        return !demandsClientCertificate || client is not null;
    }
}
