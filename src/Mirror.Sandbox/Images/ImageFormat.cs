namespace Mirror.Sandbox.Images;

/// <summary>Which family of media types an image is made of.</summary>
public enum ImageFormat
{
    /// <summary>OCI image-spec 1.1.</summary>
    Oci,

    /// <summary>Docker image manifest v2, schema 2, and its manifest list.</summary>
    Docker,
}
