namespace Mirror.Oci.Content;

/// <summary>What a tag shows.</summary>
/// <param name="Digest">The manifest's.</param>
/// <param name="Manifest">Null for a single image that was not read, because it lists nothing.</param>
public sealed record ShownManifest(Digest Digest, Manifest? Manifest);
