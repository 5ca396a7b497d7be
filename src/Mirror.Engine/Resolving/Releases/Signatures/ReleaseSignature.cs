namespace Mirror.Engine.Resolving.Releases.Signatures;

/// <summary>A verified statement: this digest is the release that the reference names.</summary>
/// <param name="Digest">Of the release image.</param>
/// <param name="Reference">Where the signer published it, with the tag that names version and architecture (SPEC 4.6).</param>
/// <param name="Bytes">The signature as it was served; it goes into the lock and, inside the gap, into a ConfigMap.</param>
/// <param name="Fingerprint">Of the key that signed.</param>
/// <param name="SignedAt">When.</param>
public sealed record ReleaseSignature(Digest Digest, ImageReference Reference, ReadOnlyMemory<byte> Bytes, string Fingerprint, DateTimeOffset SignedAt)
{
    /// <summary>N of <c>signature-N</c>.</summary>
    public int Number { get; init; } = 1;
}
