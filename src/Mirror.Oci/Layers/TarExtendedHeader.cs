namespace Mirror.Oci.Layers;

/// <summary>What PAX records and GNU long names say of the entry that follows them.</summary>
internal readonly record struct TarExtendedHeader(string? Path, string? LinkTarget, long? Size, bool IsSparse);
