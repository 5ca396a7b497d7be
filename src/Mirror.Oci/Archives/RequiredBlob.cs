namespace Mirror.Oci.Archives;

/// <summary>A manifest or blob that an archive does not bring because its base has it.</summary>
/// <param name="Repository">Where the base puts it, below the destination and before nested paths are joined.</param>
/// <param name="Image">The first image that needs it, as <c>repository:tag</c>, for messages.</param>
public sealed record RequiredBlob(Digest Digest, long Size, string Repository, string Image);
