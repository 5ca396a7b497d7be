using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>One public key packet of version 4 with an RSA key: the numbers, and what it is named by.</summary>
internal sealed class OpenPgpPublicKey
{
    private const int MinBits = 2048;
    private const int MaxBits = 16384;

    private readonly RSAParameters _parameters;

    private OpenPgpPublicKey(byte[] prefixedBody, DateTimeOffset created, RSAParameters parameters)
    {
        PrefixedBody = prefixedBody;
        Created = created;
        _parameters = parameters;
        var fingerprint = CryptographicOperations.HashData(HashAlgorithmName.SHA1, prefixedBody);
        Fingerprint = Convert.ToHexString(fingerprint);
        KeyId = new OpenPgpKeyId(BinaryPrimitives.ReadUInt64BigEndian(fingerprint.AsSpan(12)));
    }

    /// <summary>What stands for the key when it is hashed.</summary>
    public byte[] PrefixedBody { get; }

    public DateTimeOffset Created { get; }

    /// <summary>Forty upper-case hex digits.</summary>
    public string Fingerprint { get; }

    public OpenPgpKeyId KeyId { get; }

    /// <summary>Null for a key that can't be used here: another version or algorithm, or of a size that is not safe.</summary>
    public static OpenPgpPublicKey? Read(ReadOnlySpan<byte> body, OpenPgpInput input)
    {
        var cursor = new OpenPgpCursor(body, input);
        if (cursor.TakeByte() != 4 || body.Length > ushort.MaxValue)
        {
            return null;
        }

        var created = DateTimeOffset.FromUnixTimeSeconds(cursor.TakeUInt32());
        if (!OpenPgpAlgorithms.IsRsa(cursor.TakeByte()))
        {
            return null;
        }

        var modulus = cursor.TakeInteger().ToArray();
        var exponent = cursor.TakeInteger().ToArray();
        // A long exponent makes every check slow and is used by nobody.
        var isSound = modulus.Length * 8 is >= MinBits and <= MaxBits && (modulus[^1] & 1) == 1
            && exponent.Length is >= 1 and <= 4 && (exponent[^1] & 1) == 1 && new BigInteger(exponent, isUnsigned: true, isBigEndian: true) > 1;
        return isSound && cursor.IsAtEnd
            ? new OpenPgpPublicKey(Prefix(body), created, new RSAParameters { Modulus = modulus, Exponent = exponent })
            : null;
    }

    /// <summary>Whether this key made <paramref name="signature"/> over <paramref name="signed"/>; dates and purposes are not looked at.</summary>
    public bool Verify(OpenPgpSignature signature, HashAlgorithmName hashAlgorithm, params ReadOnlySpan<ReadOnlyMemory<byte>> signed)
    {
        var length = _parameters.Modulus!.Length;
        if (!OpenPgpAlgorithms.IsRsa(signature.PublicKeyAlgorithm) || signature.Value.Length == 0 || signature.Value.Length > length)
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(hashAlgorithm);
        foreach (var part in signed)
        {
            hash.AppendData(part.Span);
        }

        hash.AppendData(signature.Trailer);
        var value = hash.GetHashAndReset();
        if (BinaryPrimitives.ReadUInt16BigEndian(value) != signature.HashStart)
        {
            return false;
        }

        var number = new byte[length];
        signature.Value.CopyTo(number, length - signature.Value.Length);
        using var rsa = RSA.Create(_parameters);
        return rsa.VerifyHash(value, number, hashAlgorithm, RSASignaturePadding.Pkcs1);
    }

    private static byte[] Prefix(ReadOnlySpan<byte> body)
    {
        var prefixed = new byte[body.Length + 3];
        prefixed[0] = 0x99;
        BinaryPrimitives.WriteUInt16BigEndian(prefixed.AsSpan(1), (ushort)body.Length);
        body.CopyTo(prefixed.AsSpan(3));
        return prefixed;
    }
}
