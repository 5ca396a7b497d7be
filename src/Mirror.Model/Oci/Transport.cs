namespace Mirror.Model.Oci;

/// <summary>How an image is reached.</summary>
public enum Transport
{
    /// <summary>A registry that speaks the distribution protocol: <c>docker://</c>, or no prefix at all.</summary>
    Docker,

    /// <summary>An OCI image layout in a folder: <c>oci://</c>.</summary>
    OciLayout,
}
