namespace Mirror.Engine.Resolving.Operators.Writing;

/// <summary>A blob of a file that is written: as the catalog has it, or as it was edited.</summary>
internal sealed record FbcPart(CatalogBlob Blob, byte[]? Edited = null)
{
    /// <summary>Bytes of the JSON.</summary>
    public int Length => Edited?.Length ?? Blob.Content.Length;
}
