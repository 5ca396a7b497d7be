namespace Mirror.Oci.Store;

/// <summary>What a sweep removed.</summary>
public sealed record SweptContent(int Blobs, long Bytes);
