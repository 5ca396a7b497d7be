using Mirror.Engine.Resolving.Releases.Signatures.OpenPgp;

namespace Mirror.Engine.Resolving.Releases.Signatures;

/// <summary>
/// Verifies release signatures: by OpenPGP, and that what is signed speaks of the digest at hand, which oc-mirror leaves out (SPEC 4.6, Appendix A 1).
/// Safe for concurrent use.
/// </summary>
public sealed class ReleaseSignatureVerifier(OpenPgpKeyring keyring, TimeProvider time)
{
    /// <summary>Gives the statement, or throws with the reason.</summary>
    /// <param name="name">How messages call the signature: <c>the signature 'signature-1' of 'sha256:...'</c>.</param>
    /// <exception cref="MirrorException">MIR2302 to MIR2312, each reason its own.</exception>
    public ReleaseSignature Verify(ReadOnlyMemory<byte> signature, Digest digest, string name)
    {
        var document = OpenPgpVerifier.Verify(signature, keyring, name, time.GetUtcNow());
        var statement = AtomicStatementReader.Read(document.Content, name);
        return statement.Digest == digest
            ? new ReleaseSignature(digest, statement.Reference, signature, document.Fingerprint, document.SignedAt)
            : throw MirrorErrors.SignedDigestMismatch.Exception(
                $"{char.ToUpperInvariant(name[0])}{name[1..]} is valid, but for '{statement.Digest}' ('{statement.Reference}'); expected '{digest}'.");
    }
}
