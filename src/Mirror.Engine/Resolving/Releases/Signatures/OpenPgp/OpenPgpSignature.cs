namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>One signature packet, taken apart but not verified. Only what is under the hash counts, but for the hints at the issuer.</summary>
internal sealed record OpenPgpSignature
{
    /// <summary>What is signed and how: 0x00 a document, 0x10 to 0x13 a user ID, 0x18 a subkey, ... (RFC 9580, 5.2.1).</summary>
    public required byte Type { get; init; }

    public required byte PublicKeyAlgorithm { get; init; }

    public required byte HashAlgorithm { get; init; }

    /// <summary>Null when the packet does not tell, which makes it invalid.</summary>
    public required DateTimeOffset? Created { get; init; }

    /// <summary>How long after <see cref="Created"/> it holds; null for ever.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>For a self-signature: how long after its own creation the key holds; null for ever.</summary>
    public TimeSpan? KeyLifetime { get; init; }

    /// <summary>For a self-signature: what the key may be used for; null when it does not tell.</summary>
    public byte? KeyFlags { get; init; }

    public OpenPgpKeyId Issuer { get; init; }

    /// <summary>The issuer's whole fingerprint, if it is under the hash.</summary>
    public string? IssuerFingerprint { get; init; }

    /// <summary>For a subkey that signs: its signature over the primary key.</summary>
    public OpenPgpSignature? BackSignature { get; init; }

    /// <summary>The number of a subpacket that must be understood and is not.</summary>
    public int? UnknownCritical { get; init; }

    /// <summary>What is hashed after the signed data.</summary>
    public required byte[] Trailer { get; init; }

    /// <summary>The first two bytes of the hash.</summary>
    public required ushort HashStart { get; init; }

    /// <summary>The number that RSA made, without leading zeros; empty for other algorithms.</summary>
    public required byte[] Value { get; init; }
}
