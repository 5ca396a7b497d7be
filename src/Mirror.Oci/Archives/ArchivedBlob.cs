namespace Mirror.Oci.Archives;

/// <summary>A manifest or blob that an archive brings; what it is, the manifests say.</summary>
public sealed record ArchivedBlob(Digest Digest, long Size);
