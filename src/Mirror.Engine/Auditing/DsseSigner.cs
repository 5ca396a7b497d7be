using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mirror.Engine.Reporting;

namespace Mirror.Engine.Auditing;

/// <summary>
/// Puts a payload into a signed envelope (DSSE, https://github.com/secure-systems-lab/dsse). The key is a private one in PEM: elliptic curve, signed as ECDSA in DER, or RSA,
/// as PKCS #1 v1.5; both over SHA-256, which is what cosign takes.
/// </summary>
internal sealed class DsseSigner : IDisposable
{
    private const int MaxKeySize = 64 * 1024;

    private readonly AsymmetricAlgorithm _key;

    private DsseSigner(AsymmetricAlgorithm key) => _key = key;

    /// <exception cref="MirrorException">MIR9026: the file is not there or holds no such key.</exception>
    public static async Task<DsseSigner> ReadAsync(string path, string name, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > MaxKeySize)
        {
            throw MirrorErrors.SigningKeyInvalid.Exception($"There is no private key at '{name}'{(file.Exists ? $": the file has more than {MaxKeySize} bytes" : "")}.");
        }

        var pem = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        return TryImport(ECDsa.Create(), pem) ?? TryImport(RSA.Create(), pem)
            ?? throw MirrorErrors.SigningKeyInvalid.Exception($"'{name}' holds no private key that can be used; expected PEM with an elliptic-curve or RSA key and without a password.");
    }

    /// <summary>The envelope, as JSON.</summary>
    public byte[] Sign(string payloadType, byte[] payload)
    {
        var signature = Sign(PreAuthentication(payloadType, payload));
        return IndentedJson.Object(json =>
        {
            json.WriteString("payloadType", payloadType);
            json.WriteBase64String("payload", payload);
            json.Objects("signatures", [signature], bytes =>
            {
                json.WriteString("keyid", Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo())));
                json.WriteBase64String("sig", bytes);
            });
        });
    }

    /// <summary>What is signed: type and payload with their lengths, so that neither can pass for a part of the other.</summary>
    public static byte[] PreAuthentication(string payloadType, byte[] payload) =>
    [
        .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType)} {payloadType} {payload.Length} ")),
        .. payload,
    ];

    public void Dispose() => _key.Dispose();

    private static DsseSigner? TryImport(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            var signer = new DsseSigner(key);

            // A public key is imported as well; only signing tells.
            signer.Sign([]);
            return signer;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    private byte[] Sign(byte[] data) => _key switch
    {
        ECDsa curve => curve.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        RSA rsa => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        _ => throw new InvalidOperationException($"'{_key.GetType().Name}' signs nothing."),
    };
}
