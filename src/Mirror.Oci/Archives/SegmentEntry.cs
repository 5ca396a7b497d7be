namespace Mirror.Oci.Archives;

/// <summary>One file in a segment.</summary>
/// <param name="Content">The bytes where the format itself gives them; null for a blob.</param>
internal sealed record SegmentEntry(string Path, Digest Digest, long Size, ReadOnlyMemory<byte>? Content);
