using System.Buffers.Binary;

namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>
/// Reads transferable public keys (RFC 9580, section 10.1). What a key says of itself counts only under its own valid signature; what others say of
/// it does not count at all: who is in the keyring is the user's decision.
/// </summary>
internal static class OpenPgpKeyringReader
{
    private const byte SignFlag = 0x02;

    public static OpenPgpKeyring Read(ReadOnlyMemory<byte> bytes, string name)
    {
        var input = new OpenPgpInput(name, MirrorErrors.KeyringUnreadable);
        var packets = new List<OpenPgpPacket>();
        if (OpenPgpArmor.IsArmored(bytes.Span))
        {
            foreach (var (kind, block) in OpenPgpArmor.Decode(bytes.Span, input))
            {
                packets.AddRange(kind == "PUBLIC KEY BLOCK"
                    ? OpenPgpPacketReader.Read(block, input)
                    : throw input.Damaged($"a block is a '{kind}'; expected 'PUBLIC KEY BLOCK'"));
            }
        }
        else
        {
            packets.AddRange(OpenPgpPacketReader.Read(bytes, input));
        }

        var signers = new List<OpenPgpSigner>();
        for (var i = 0; i < packets.Count;)
        {
            if (packets[i].Tag != OpenPgpTag.PublicKey)
            {
                throw input.Damaged(packets[i].Tag is OpenPgpTag.SecretKey ? "it has a secret key; export the public one" : "it does not start with a public key");
            }

            var end = packets.FindIndex(i + 1, packet => packet.Tag is OpenPgpTag.PublicKey or OpenPgpTag.SecretKey);
            end = end < 0 ? packets.Count : end;
            signers.AddRange(ReadKey(packets.GetRange(i, end - i), input));
            i = end;
        }

        return signers.Count > 0 ? new OpenPgpKeyring(signers) : throw input.Damaged("it has no RSA key of version 4 with 2048 to 16384 bits");
    }

    private static IEnumerable<OpenPgpSigner> ReadKey(List<OpenPgpPacket> packets, OpenPgpInput input)
    {
        if (OpenPgpPublicKey.Read(packets[0].Body.Span, input) is not { } primary)
        {
            yield break;
        }

        var starts = packets.Select((packet, index) => (packet.Tag, index))
            .Where(packet => packet.Tag is OpenPgpTag.UserId or OpenPgpTag.UserAttribute or OpenPgpTag.PublicSubkey)
            .Select(packet => packet.index)
            .Append(packets.Count)
            .ToList();
        var direct = Signatures(packets, 1, starts[0], input);
        var isRevoked = direct.Any(signature => signature.Type == 0x20 && IsSelfSigned(primary, signature, primary.PrefixedBody));
        var claims = direct.Where(signature => signature.Type == 0x1f && IsSelfSigned(primary, signature, primary.PrefixedBody)).ToList();
        var subkeys = new List<(OpenPgpPublicKey Key, List<OpenPgpSignature> Signatures)>();
        for (var i = 0; i < starts.Count - 1; i++)
        {
            var packet = packets[starts[i]];
            var signatures = Signatures(packets, starts[i] + 1, starts[i + 1], input);
            if (packet.Tag == OpenPgpTag.UserId)
            {
                claims.AddRange(ClaimsOf(primary, PrefixUserId(packet.Body.Span), signatures));
            }
            else if (packet.Tag == OpenPgpTag.PublicSubkey && OpenPgpPublicKey.Read(packet.Body.Span, input) is { } subkey)
            {
                subkeys.Add((subkey, signatures));
            }
        }

        var claim = Latest(claims);
        var expires = claim?.KeyLifetime is { } lifetime ? primary.Created + lifetime : (DateTimeOffset?)null;
        yield return new OpenPgpSigner(primary, expires, isRevoked, UnfitPrimary(claim));
        foreach (var (key, signatures) in subkeys)
        {
            yield return ReadSubkey(primary, key, signatures, expires, isRevoked, claim);
        }
    }

    private static OpenPgpSigner ReadSubkey(
        OpenPgpPublicKey primary,
        OpenPgpPublicKey key,
        List<OpenPgpSignature> signatures,
        DateTimeOffset? primaryExpires,
        bool isPrimaryRevoked,
        OpenPgpSignature? primaryClaim)
    {
        var isRevoked = signatures.Exists(signature => signature.Type == 0x28 && IsSelfSigned(primary, signature, primary.PrefixedBody, key.PrefixedBody));
        var binding = Latest(signatures.Where(signature =>
            signature.Type == 0x18 && IsSelfSigned(primary, signature, primary.PrefixedBody, key.PrefixedBody)));
        var expires = binding?.KeyLifetime is { } lifetime ? key.Created + lifetime : (DateTimeOffset?)null;
        var unfit = primaryClaim is null ? "its primary key has no valid self-signature"
            : binding is null ? "its primary key does not vouch for it"
            : ((binding.KeyFlags ?? 0) & SignFlag) == 0 ? "it is not for signing"
            : binding.BackSignature is { Type: 0x19 } back && IsSelfSigned(key, back, primary.PrefixedBody, key.PrefixedBody) ? null
            : "it does not vouch for its primary key";
        return new OpenPgpSigner(key, Earlier(expires, primaryExpires), isRevoked || isPrimaryRevoked, unfit);
    }

    private static string? UnfitPrimary(OpenPgpSignature? claim) =>
        claim is null ? "it has no valid self-signature"
        : claim.KeyFlags is { } flags && (flags & SignFlag) == 0 ? "it is not for signing"
        : null;

    /// <summary>The self-signatures of one user ID, none if the owner has revoked it since.</summary>
    private static IEnumerable<OpenPgpSignature> ClaimsOf(OpenPgpPublicKey primary, byte[] userId, List<OpenPgpSignature> signatures)
    {
        var revoked = Latest(signatures.Where(signature => signature.Type == 0x30 && IsSelfSigned(primary, signature, primary.PrefixedBody, userId)))?.Created;
        return signatures.Where(signature =>
            signature.Type is >= 0x10 and <= 0x13
            && (revoked is null || signature.Created > revoked)
            && IsSelfSigned(primary, signature, primary.PrefixedBody, userId));
    }

    private static bool IsSelfSigned(OpenPgpPublicKey key, OpenPgpSignature signature, params ReadOnlySpan<byte[]> signed)
    {
        if (signature.UnknownCritical is not null
            || signature.Created is null
            || (signature.Issuer != default && signature.Issuer != key.KeyId)
            || OpenPgpAlgorithms.HashForSelfSignatures(signature.HashAlgorithm) is not { } hash)
        {
            return false;
        }

        var parts = new ReadOnlyMemory<byte>[signed.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = signed[i];
        }

        return key.Verify(signature, hash, parts);
    }

    private static List<OpenPgpSignature> Signatures(List<OpenPgpPacket> packets, int start, int end, OpenPgpInput input) =>
    [
        .. packets.GetRange(start, end - start)
            .Where(packet => packet.Tag == OpenPgpTag.Signature)
            .Select(packet => OpenPgpSignatureReader.Read(packet.Body.Span, input))
            .OfType<OpenPgpSignature>(),
    ];

    private static byte[] PrefixUserId(ReadOnlySpan<byte> userId)
    {
        var prefixed = new byte[userId.Length + 5];
        prefixed[0] = 0xb4;
        BinaryPrimitives.WriteInt32BigEndian(prefixed.AsSpan(1), userId.Length);
        userId.CopyTo(prefixed.AsSpan(5));
        return prefixed;
    }

    private static OpenPgpSignature? Latest(IEnumerable<OpenPgpSignature> signatures) => signatures.MaxBy(signature => signature.Created);

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null ? right : right is null || left < right ? left : right;
}
