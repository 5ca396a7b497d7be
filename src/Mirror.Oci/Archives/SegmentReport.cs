namespace Mirror.Oci.Archives;

/// <summary>What reading a segment to its last bit has shown.</summary>
/// <param name="Path">The file.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Checksum">The SHA-256 of the whole file; null when it could not be read to its end.</param>
/// <param name="Problems">Sentences; none when the segment is right.</param>
public sealed record SegmentReport(string Path, long Size, Digest? Checksum, IReadOnlyList<Diagnostic> Problems);
