namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>Kinds of packets (RFC 9580, section 5).</summary>
internal enum OpenPgpTag
{
    PublicKeyEncryptedSessionKey = 1,
    Signature = 2,
    SymmetricKeyEncryptedSessionKey = 3,
    OnePassSignature = 4,
    SecretKey = 5,
    PublicKey = 6,
    SecretSubkey = 7,
    Compressed = 8,
    Encrypted = 9,
    Marker = 10,
    Literal = 11,
    Trust = 12,
    UserId = 13,
    PublicSubkey = 14,
    UserAttribute = 17,
    EncryptedWithIntegrity = 18,
    EncryptedWithAuthentication = 20,
    Padding = 21,
}
