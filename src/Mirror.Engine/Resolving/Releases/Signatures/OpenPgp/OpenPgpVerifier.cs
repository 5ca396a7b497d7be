using System.Globalization;

namespace Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

/// <summary>
/// Verifies OpenPGP messages that carry their document: one signature by a key of the keyring, over the literal data, as gpg would (RFC 9580,
/// sections 5 and 10.3). Nothing of the document is given out before the signature over it has been checked.
/// </summary>
public static class OpenPgpVerifier
{
    private const byte BinaryDocument = 0;

    /// <summary>How far a signer's clock may be ahead.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromDays(1);

    /// <summary>Gives the signed document, or throws with the reason.</summary>
    /// <param name="name">How messages call the signature: <c>the signature 'signature-1' of 'sha256:...'</c>.</param>
    /// <param name="now">Keys and signatures that have expired by then are refused.</param>
    /// <exception cref="MirrorException">MIR2302 to MIR2310, each reason its own.</exception>
    public static OpenPgpDocument Verify(ReadOnlyMemory<byte> message, OpenPgpKeyring keyring, string name, DateTimeOffset now)
    {
        var input = new OpenPgpInput(name, MirrorErrors.SignatureUnreadable);
        var (signature, document) = Split(OpenPgpPacketReader.Read(Unarmor(message, input), input), input);
        var hash = OpenPgpAlgorithms.HashForDocuments(signature.HashAlgorithm) ?? throw MirrorErrors.SignatureUnsupported.Exception(
            $"{Capital(name)} uses the hash {OpenPgpAlgorithms.NameOfHash(signature.HashAlgorithm)}; only SHA-256, SHA-384 and SHA-512 are trusted.");
        if (!OpenPgpAlgorithms.IsRsa(signature.PublicKeyAlgorithm))
        {
            throw MirrorErrors.SignatureUnsupported.Exception(
                $"{Capital(name)} uses the algorithm {OpenPgpAlgorithms.NameOfPublicKey(signature.PublicKeyAlgorithm)}; only RSA can be verified.");
        }

        var candidates = keyring.Find(signature.Issuer)
            .Where(signer => signature.IssuerFingerprint is null || signature.IssuerFingerprint == signer.Key.Fingerprint)
            .ToList();
        if (candidates.Count == 0)
        {
            throw MirrorErrors.SignatureKeyUnknown.Exception(
                $"{Capital(name)} is made by the key {signature.Issuer}, which is not in the keyring; there are {string.Join(", ", keyring.KeyIds)}.");
        }

        var signer = candidates.Find(candidate => candidate.Key.Verify(signature, hash, document)) ?? throw MirrorErrors.SignatureBad.Exception(
            $"{Capital(name)} is not what the key {signature.Issuer} signed: the document or the signature was changed.");
        CheckSignature(signature, name, now);
        CheckSigner(signer, signature, name, now);
        return new OpenPgpDocument(document, signer.Key.Fingerprint, signature.Created!.Value);
    }

    private static ReadOnlyMemory<byte> Unarmor(ReadOnlyMemory<byte> message, OpenPgpInput input)
    {
        if (!OpenPgpArmor.IsArmored(message.Span))
        {
            return message;
        }

        return OpenPgpArmor.Decode(message.Span, input) switch
        {
            [("MESSAGE", var bytes)] => bytes,
            [("SIGNED MESSAGE", _), ..] => throw MirrorErrors.SignatureUnsupported.Exception(
                $"{Capital(input.Name)} is a clear-text message; expected a signed binary document."),
            [("SIGNATURE", _)] => throw MirrorErrors.SignatureUnsupported.Exception(
                $"{Capital(input.Name)} is detached from its document; expected a message with the document inside."),
            _ => throw input.Damaged("its text form is not one block 'MESSAGE'"),
        };
    }

    private static (OpenPgpSignature Signature, ReadOnlyMemory<byte> Document) Split(IReadOnlyList<OpenPgpPacket> packets, OpenPgpInput input)
    {
        var tags = packets.Select(packet => packet.Tag).ToArray();
        if (tags.Any(tag => tag is OpenPgpTag.PublicKeyEncryptedSessionKey or OpenPgpTag.SymmetricKeyEncryptedSessionKey or OpenPgpTag.Encrypted
            or OpenPgpTag.EncryptedWithIntegrity or OpenPgpTag.EncryptedWithAuthentication))
        {
            throw MirrorErrors.SignatureAbsent.Exception($"{Capital(input.Name)} is an encrypted message, not a signed one.");
        }

        return tags switch
        {
            [OpenPgpTag.OnePassSignature, OpenPgpTag.Literal, OpenPgpTag.Signature] =>
                (ReadSignature(packets[2], packets[0], input), ReadLiteral(packets[1], input)),
            [OpenPgpTag.Signature, OpenPgpTag.Literal] => (ReadSignature(packets[0], null, input), ReadLiteral(packets[1], input)),
            [OpenPgpTag.Literal] => throw MirrorErrors.SignatureAbsent.Exception($"{Capital(input.Name)} is a message that nobody signed."),
            [OpenPgpTag.Signature] => throw MirrorErrors.SignatureUnsupported.Exception(
                $"{Capital(input.Name)} is detached from its document; expected a message with the document inside."),
            _ => throw input.Damaged(
                $"it is not one document with one signature but has the packets {string.Join(", ", tags.Take(10).Select(tag => ((int)tag).ToString(CultureInfo.InvariantCulture)))}"),
        };
    }

    private static OpenPgpSignature ReadSignature(OpenPgpPacket packet, OpenPgpPacket? onePass, OpenPgpInput input)
    {
        var signature = OpenPgpSignatureReader.Read(packet.Body.Span, input)
            ?? throw MirrorErrors.SignatureUnsupported.Exception($"{Capital(input.Name)} has a version other than 3 and 4.");
        if (signature.Type != BinaryDocument)
        {
            throw MirrorErrors.SignatureUnsupported.Exception(
                string.Create(CultureInfo.InvariantCulture, $"{Capital(input.Name)} has the type 0x{signature.Type:x2}; expected that of a binary document, 0x00."));
        }

        if (onePass is { } announced)
        {
            var cursor = new OpenPgpCursor(announced.Body.Span, input);
            if (cursor.TakeByte() != 3
                || cursor.TakeByte() != signature.Type
                || cursor.TakeByte() != signature.HashAlgorithm
                || cursor.TakeByte() != signature.PublicKeyAlgorithm
                || cursor.TakeUInt64() != signature.Issuer.Value)
            {
                throw input.Damaged("the signature at its end is not the one that its beginning announces");
            }
        }

        return signature;
    }

    private static ReadOnlyMemory<byte> ReadLiteral(OpenPgpPacket packet, OpenPgpInput input)
    {
        var cursor = new OpenPgpCursor(packet.Body.Span, input);
        cursor.TakeByte();
        cursor.Take(cursor.TakeByte());
        cursor.TakeUInt32();
        return packet.Body[^cursor.Rest.Length..];
    }

    private static void CheckSignature(OpenPgpSignature signature, string name, DateTimeOffset now)
    {
        if (signature.UnknownCritical is { } critical)
        {
            throw MirrorErrors.SignatureUnsupported.Exception(
                $"{Capital(name)} has a condition of type {critical} that must be understood and is not.");
        }

        if (signature.Created is not { } created || created > now + ClockSkew)
        {
            throw MirrorErrors.SignatureUnsupported.Exception($"{Capital(name)} does not say when it was made, or says a time to come.");
        }

        if (signature.Lifetime is { } lifetime && created + lifetime <= now)
        {
            throw MirrorErrors.SignatureExpired.Exception(
                string.Create(CultureInfo.InvariantCulture, $"{Capital(name)} by the key {signature.Issuer} expired on {created + lifetime:yyyy-MM-dd}."));
        }
    }

    private static void CheckSigner(OpenPgpSigner signer, OpenPgpSignature signature, string name, DateTimeOffset now)
    {
        var key = signer.Key;
        if (signer.IsRevoked)
        {
            throw MirrorErrors.SignatureKeyRevoked.Exception($"{Capital(name)} is made by the key {key.KeyId}, which its owner has revoked.");
        }

        if (signer.Unfit is not null)
        {
            throw MirrorErrors.SignatureKeyUnfit.Exception($"{Capital(name)} is made by the key {key.KeyId}, which must not be trusted: {signer.Unfit}.");
        }

        if (signature.Created < key.Created)
        {
            throw MirrorErrors.SignatureKeyUnfit.Exception($"{Capital(name)} is older than the key {key.KeyId} that made it.");
        }

        if (signer.Expires <= now)
        {
            throw MirrorErrors.SignatureKeyExpired.Exception(
                string.Create(CultureInfo.InvariantCulture, $"{Capital(name)} is made by the key {key.KeyId}, which expired on {signer.Expires:yyyy-MM-dd}."));
        }
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
