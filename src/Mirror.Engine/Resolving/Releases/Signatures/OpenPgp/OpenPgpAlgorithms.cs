using System.Security.Cryptography;

namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>The numbers of algorithms (RFC 9580, section 9) and which of them are trusted.</summary>
internal static class OpenPgpAlgorithms
{
    /// <summary>RSA, also in its form for signatures only.</summary>
    public static bool IsRsa(byte algorithm) => algorithm is 1 or 3;

    /// <summary>For documents: the SHA-2 family.</summary>
    public static HashAlgorithmName? HashForDocuments(byte algorithm) => algorithm switch
    {
        8 => HashAlgorithmName.SHA256,
        9 => HashAlgorithmName.SHA384,
        10 => HashAlgorithmName.SHA512,
        _ => null,
    };

    /// <summary>
    /// For what a key says of itself, SHA-1 too: the keys in the wild (Red Hat's of 2009 among them) have no other self-signature, and to gain by a
    /// collision one would have to be the owner of the key already.
    /// </summary>
    public static HashAlgorithmName? HashForSelfSignatures(byte algorithm) =>
        algorithm == 2 ? HashAlgorithmName.SHA1 : HashForDocuments(algorithm);

    /// <summary>How messages call a hash.</summary>
    public static string NameOfHash(byte algorithm) => algorithm switch
    {
        1 => "MD5",
        2 => "SHA-1",
        3 => "RIPEMD-160",
        11 => "SHA-224",
        12 => "SHA3-256",
        14 => "SHA3-512",
        _ => $"number {algorithm}",
    };

    /// <summary>How messages call a public-key algorithm.</summary>
    public static string NameOfPublicKey(byte algorithm) => algorithm switch
    {
        17 => "DSA",
        19 => "ECDSA",
        22 => "EdDSA",
        27 => "Ed25519",
        28 => "Ed448",
        _ => $"number {algorithm}",
    };
}
