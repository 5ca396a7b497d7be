namespace Mirror.Oci.Content;

/// <summary>How a blob came to be where it should be.</summary>
public enum BlobOutcome
{
    /// <summary>Its bytes crossed the wire.</summary>
    Uploaded,

    /// <summary>The destination linked it from another repository, or had it in this one.</summary>
    Mounted,
}
