using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mirror.Engine.Emitting;

/// <summary>Reads the file of <c>--ca-bundle</c>: the certificates in it and nothing else, so that no comment and above all no key gets into an output.</summary>
internal static class TrustBundle
{
    private const int MaxSize = 4 * 1024 * 1024;
    private const string Label = "CERTIFICATE";

    /// <summary>The certificates in PEM, in their order, <c>\n</c> between lines; null when <paramref name="path"/> is.</summary>
    /// <exception cref="MirrorException">MIR6001: it cannot be read; MIR6002: it has no certificate, a damaged one, or a private key.</exception>
    public static async Task<string?> ReadAsync(string? path, Func<string, string> display, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return null;
        }

        var name = display(path);
        try
        {
            return new FileInfo(path).Length > MaxSize
                ? throw MirrorErrors.TrustBundleInvalid.Exception($"'{name}', which --ca-bundle names, has more than {MaxSize} bytes; it is no bundle of certificates.")
                : Certificates(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw MirrorErrors.TrustBundleUnreadable.Exception($"'{name}', which --ca-bundle names, cannot be read: {e.Message}", e);
        }
    }

    private static string Certificates(string pem, string name)
    {
        var text = new StringBuilder();
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            var label = rest[fields.Label].ToString();
            if (label.EndsWith("PRIVATE KEY", StringComparison.Ordinal))
            {
                throw MirrorErrors.TrustBundleInvalid.Exception($"'{name}', which --ca-bundle names, has a private key in it. Name a file with certificates alone.");
            }

            if (label == Label)
            {
                text.Append(Certificate(rest[fields.Base64Data], name)).Append('\n');
            }

            rest = rest[fields.Location.End..];
        }

        return text.Length > 0
            ? text.ToString()
            : throw MirrorErrors.TrustBundleInvalid.Exception($"'{name}', which --ca-bundle names, has no certificate in PEM ('-----BEGIN CERTIFICATE-----').");
    }

    private static string Certificate(ReadOnlySpan<char> base64, string name)
    {
        var bytes = Convert.FromBase64String(base64.ToString());
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(bytes);
            return PemEncoding.WriteString(Label, certificate.RawData);
        }
        catch (CryptographicException e)
        {
            throw MirrorErrors.TrustBundleInvalid.Exception($"'{name}', which --ca-bundle names, has a certificate that is damaged.", e);
        }
    }
}
