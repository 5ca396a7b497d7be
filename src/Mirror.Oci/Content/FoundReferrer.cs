namespace Mirror.Oci.Content;

/// <summary>A signature or another manifest that refers to <paramref name="Subject"/>.</summary>
/// <param name="Digest">Of the manifest.</param>
/// <param name="Tag">The tag that says what it is about; null when the manifest itself does.</param>
/// <param name="Manifest">The manifest, where finding it has read it.</param>
public sealed record FoundReferrer(Digest Subject, Digest Digest, string? Tag, ManifestContent? Manifest);
