namespace Mirror.Oci.Archives.OcMirror;

/// <summary>A tag of a repository in an archive of oc-mirror.</summary>
public sealed record OcMirrorTag(string Repository, string Tag, Digest Digest);
