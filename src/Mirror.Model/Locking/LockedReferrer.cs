namespace Mirror.Model.Locking;

/// <summary>
/// Something that refers to an image: a signature, an attestation, a bill of materials. <see cref="Subject"/> is the image or one of its instances;
/// <see cref="Size"/> in bytes, as <see cref="LockedImage"/> counts it.
/// </summary>
/// <param name="Digest">Of the artifact.</param>
/// <param name="ArtifactType">As the image specification defines it: that of the manifest, else the media type of its configuration.</param>
/// <param name="Tag">The tag that says what it is about (<see cref="ReferrerTag"/>); null for one that names its subject itself.</param>
public sealed record LockedReferrer(Digest Subject, Digest Digest, string ArtifactType, long Size, string? Tag = null)
{
    /// <summary>Its name in the file, unique for the image; also the order.</summary>
    public string Name => Tag ?? Digest.ToString();

    /// <summary>Whether somebody vouches for the subject with this, by what Cosign, Notation and the sigstore bundle call a signature.</summary>
    public bool IsSignature => Tag is not null ? Tag.EndsWith(ReferrerTag.Signature, StringComparison.Ordinal) : IsSignatureType(ArtifactType);

    /// <summary>Sorts <paramref name="referrers"/> as they stand in the file, each name once.</summary>
    public static IReadOnlyList<LockedReferrer> Sort(IEnumerable<LockedReferrer> referrers) =>
        [.. referrers.DistinctBy(referrer => referrer.Name).OrderBy(referrer => referrer.Name, StringComparer.Ordinal)];

    private static bool IsSignatureType(string type) =>
        type is "application/vnd.cncf.notary.signature" or "application/vnd.dev.cosign.artifact.sig.v1+json" or "application/vnd.dev.cosign.simplesigning.v1+json"
        || type.StartsWith("application/vnd.dev.sigstore.bundle", StringComparison.Ordinal);
}
