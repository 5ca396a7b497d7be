using System.Formats.Asn1;
using System.Net;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mirror.Charts.Rendering;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;

namespace Mirror.Charts.Functions;

/// <summary>Keys and certificates as Sprig makes them.</summary>
internal static class Certificates
{
    private const int CertificateKeySize = 2048;
    private const int PlainKeySize = 4096;
    private const int SerialNumberBytes = 16;
    private const int MaxDays = 100_000;

    public static GoObject Authority(Execution execution, string commonName, long days, string? keyPem)
    {
        var key = Key(execution, keyPem);
        var request = Request(commonName, GoList.Empty, GoList.Empty, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(Usage(X509KeyUsageFlags.KeyCertSign));
        return Sign(execution, request, key, null, days);
    }

    /// <summary>Arguments: common name, IP addresses, DNS names, days.</summary>
    public static GoObject SelfSigned(Execution execution, object?[] arguments, string? keyPem)
    {
        var key = Key(execution, keyPem);
        var request = Request((string)arguments[0]!, (GoList)arguments[1]!, (GoList)arguments[2]!, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(Usage(X509KeyUsageFlags.None));
        return Sign(execution, request, key, null, (nint)arguments[3]!);
    }

    /// <summary>Arguments: common name, IP addresses, DNS names, days, authority.</summary>
    public static GoObject Signed(Execution execution, object?[] arguments, string? keyPem)
    {
        var authority = arguments[4] as CertificateObject
            ?? throw new FunctionException($"An authority as 'genCA' makes it is expected, not a value of type {GoTypes.NameOf(arguments[4])}.");
        using var certificate = X509Certificate2.CreateFromPem(authority.Certificate);
        using var authorityKey = RSA.Create();
        authorityKey.ImportFromPem(authority.Key);
        using var signer = certificate.CopyWithPrivateKey(authorityKey);
        var key = Key(execution, keyPem);
        var request = Request((string)arguments[0]!, (GoList)arguments[1]!, (GoList)arguments[2]!, key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(Usage(X509KeyUsageFlags.None));
        return Sign(execution, request, key, signer, (nint)arguments[3]!);
    }

    public static GoObject Custom(string certificate, string key)
    {
        if (!EncodingFunctions.TryDecodeBase64(certificate, out var certificateBytes) || !EncodingFunctions.TryDecodeBase64(key, out var keyBytes))
        {
            throw new FunctionException("The certificate and its key must be in base 64.");
        }

        var (certificatePem, keyPem) = (GoText.FromBytes(certificateBytes), GoText.FromBytes(keyBytes));
        using var parsed = X509Certificate2.CreateFromPem(certificatePem);
        if (!PemEncoding.TryFind(keyPem, out var fields) || !keyPem[fields.Label].EndsWith("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw new FunctionException("The key is not a private key in PEM.");
        }

        return new CertificateObject(certificatePem, keyPem);
    }

    public static string PrivateKey(Execution execution, string type)
    {
        switch (type)
        {
            case "" or "rsa":
                return Pem("RSA PRIVATE KEY", execution.Random.RsaKey(PlainKeySize).ExportRSAPrivateKey());
            case "ecdsa":
                using (var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                {
                    return Pem("EC PRIVATE KEY", ecdsa.ExportECPrivateKey());
                }

            case "ed25519":
                return Pem("PRIVATE KEY", Ed25519(execution));
            case "dsa":
                throw new FunctionException("Keys of the type 'dsa' are not supported.");
            default:
                return $"Unknown type {type}";
        }
    }

    // Every 32 bytes are a private key of Ed25519: there is nothing to compute.
    private static byte[] Ed25519(Execution execution)
    {
        var seed = new byte[32];
        execution.Random.Fill(seed);
        var inner = new AsnWriter(AsnEncodingRules.DER);
        inner.WriteOctetString(seed);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(BigInteger.Zero);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.3.101.112");
            }

            writer.WriteOctetString(inner.Encode());
        }

        return writer.Encode();
    }

    private static RSA Key(Execution execution, string? pem)
    {
        if (pem is null)
        {
            return execution.Random.RsaKey(CertificateKeySize);
        }

        var key = RSA.Create();
        key.ImportFromPem(pem);
        return key;
    }

    private static X509KeyUsageExtension Usage(X509KeyUsageFlags more) =>
        new(X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DigitalSignature | more, critical: true);

    private static CertificateRequest Request(string commonName, GoList addresses, GoList names, RSA key)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(commonName);
        var request = new CertificateRequest(builder.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        if (addresses.Count + names.Count > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
            {
                alternatives.AddDnsName(name as string ?? throw new FunctionException("An alternative name must be a string."));
            }

            foreach (var address in addresses)
            {
                alternatives.AddIpAddress(IPAddress.TryParse(address as string, out var parsed) ? parsed : throw new FunctionException($"'{address}' is not an IP address."));
            }

            request.CertificateExtensions.Add(alternatives.Build());
        }

        return request;
    }

    private static CertificateObject Sign(Execution execution, CertificateRequest request, RSA key, X509Certificate2? authority, long days)
    {
        var serial = new byte[SerialNumberBytes];
        execution.Random.Fill(serial);
        serial[0] &= 0x7F;
        var from = execution.Clock.GetUtcNow();
        var until = from.AddDays(Math.Clamp(days, 0, MaxDays));
        var generator = X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1);
        using var signed = authority is null
            ? request.Create(request.SubjectName, generator, from, until, serial)
            : request.Create(authority.SubjectName, X509SignatureGenerator.CreateForRSA(authority.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1), from, until, serial);
        return new CertificateObject(Pem("CERTIFICATE", signed.RawData), Pem("RSA PRIVATE KEY", key.ExportRSAPrivateKey()));
    }

    private static string Pem(string label, byte[] data) => PemEncoding.WriteString(label, data) + "\n";

    private sealed class CertificateObject(string certificate, string key) : GoObject
    {
        public string Certificate => certificate;

        public string Key => key;

        public override string GoType => "sprig.certificate";

        public override bool TryGet(string name, out object? value)
        {
            value = name switch { "Cert" => certificate, "Key" => key, _ => null };
            return value is not null;
        }

        public override object ToData() => new GoMap { ["Cert"] = certificate, ["Key"] = key };
    }
}
