using System.Security.Cryptography;
using System.Text;

namespace Mirror.Sandbox.Signing;

/// <summary>
/// The key that signs sample content: RSA, made once, and public on purpose, for it secures nothing. RSA with the padding of PKCS #1 v1.5 gives the same
/// signature each time, so signed samples have the same bytes everywhere.
/// </summary>
public static class SampleKey
{
    private const string ResourceName = "sample-release-key.pem";
    private const string UserId = "Mirror sample releases (this key secures nothing) <sample@mirror.invalid>";
    private const byte Rsa = 1;
    private const byte Sha256 = 8;
    private const byte BinaryDocument = 0x00;
    private const byte PositiveCertification = 0x13;
    private const byte CertifyAndSign = 0x03;

    private static readonly DateTimeOffset Created = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset SignedAt = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string Pem = ReadPem();
    private static readonly byte[] KeyBody = MakeKeyBody();
    private static readonly byte[] FingerprintBytes = CryptographicOperations.HashData(HashAlgorithmName.SHA1, [0x99, .. OpenPgpWriter.UInt16(KeyBody.Length), .. KeyBody]);

    /// <summary>What OpenPGP calls the key: forty upper-case hex digits.</summary>
    public static string Fingerprint { get; } = Convert.ToHexString(FingerprintBytes);

    /// <summary>The public key for <c>OCP_SIGNATURE_VERIFICATION_PK</c>, and for <c>gpg --import</c>.</summary>
    public static string OpenPgpPublicKey { get; } = MakeOpenPgpPublicKey();

    /// <summary>The public key for clients of sigstore.</summary>
    public static string PublicKeyPem { get; } = MakePublicKeyPem();

    /// <summary>An OpenPGP message that carries <paramref name="document"/> and a signature over it, as release signatures are published.</summary>
    public static byte[] SignMessage(ReadOnlySpan<byte> document) => OpenPgpWriter.Compressed(
    [
        .. OpenPgpWriter.Packet(4, [3, BinaryDocument, Sha256, Rsa, .. FingerprintBytes.AsSpan(12), 1]),
        .. OpenPgpWriter.Packet(11, [(byte)'b', 0, .. OpenPgpWriter.UInt32(SignedAt.ToUnixTimeSeconds()), .. document]),
        .. OpenPgpWriter.Packet(2, SignatureBody(BinaryDocument, SignedAt, [], document)),
    ]);

    /// <summary>The signature alone (PKCS #1 v1.5, SHA-256).</summary>
    public static byte[] Sign(ReadOnlySpan<byte> data)
    {
        using var rsa = Open();
        return rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static byte[] SignatureBody(byte type, DateTimeOffset at, ReadOnlySpan<byte> claims, ReadOnlySpan<byte> signed)
    {
        byte[] hashed =
        [
            .. OpenPgpWriter.Subpacket(33, [4, .. FingerprintBytes]),
            .. OpenPgpWriter.Subpacket(2, OpenPgpWriter.UInt32(at.ToUnixTimeSeconds())),
            .. claims,
        ];
        byte[] head = [4, type, Rsa, Sha256, .. OpenPgpWriter.UInt16(hashed.Length), .. hashed];
        byte[] unhashed = OpenPgpWriter.Subpacket(16, FingerprintBytes.AsSpan(12));
        byte[] data = [.. signed, .. head, 4, 0xff, .. OpenPgpWriter.UInt32(head.Length)];
        return
        [
            .. head,
            .. OpenPgpWriter.UInt16(unhashed.Length),
            .. unhashed,
            .. SHA256.HashData(data).AsSpan(0, 2),
            .. OpenPgpWriter.Integer(Sign(data)),
        ];
    }

    private static string MakeOpenPgpPublicKey()
    {
        var userId = Encoding.UTF8.GetBytes(UserId);
        byte[] signed = [0x99, .. OpenPgpWriter.UInt16(KeyBody.Length), .. KeyBody, 0xb4, .. OpenPgpWriter.UInt32(userId.Length), .. userId];
        return OpenPgpWriter.Armored(
            "PUBLIC KEY BLOCK",
            [
                .. OpenPgpWriter.Packet(6, KeyBody),
                .. OpenPgpWriter.Packet(13, userId),
                .. OpenPgpWriter.Packet(2, SignatureBody(PositiveCertification, Created, OpenPgpWriter.Subpacket(27, CertifyAndSign), signed)),
            ]);
    }

    private static byte[] MakeKeyBody()
    {
        using var rsa = Open();
        var numbers = rsa.ExportParameters(includePrivateParameters: false);
        return
        [
            4,
            .. OpenPgpWriter.UInt32(Created.ToUnixTimeSeconds()),
            Rsa,
            .. OpenPgpWriter.Integer(numbers.Modulus),
            .. OpenPgpWriter.Integer(numbers.Exponent),
        ];
    }

    private static string MakePublicKeyPem()
    {
        using var rsa = Open();
        return rsa.ExportSubjectPublicKeyInfoPem() + "\n";
    }

    private static RSA Open()
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(Pem);
        return rsa;
    }

    private static string ReadPem()
    {
        using var stream = typeof(SampleKey).Assembly.GetManifestResourceStream(ResourceName)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
