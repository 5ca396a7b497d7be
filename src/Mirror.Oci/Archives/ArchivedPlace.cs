namespace Mirror.Oci.Archives;

/// <summary>Where content stands in a file of an archive.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="Offset">Its first byte there.</param>
/// <param name="Size">Its bytes there, whatever its descriptor says.</param>
public sealed record ArchivedPlace(string File, long Offset, long Size);
