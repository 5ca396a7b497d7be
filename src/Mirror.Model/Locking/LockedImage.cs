namespace Mirror.Model.Locking;

/// <summary>
/// One image by digest. <see cref="Size"/> is what it weighs in bytes: its manifests and every blob of the instances that are brought, each once.
/// </summary>
public sealed record LockedImage(ImageReference Image, long Size)
{
    /// <summary>The digest of <see cref="Image"/>, which always has one.</summary>
    public Digest Digest => Image.Digest!.Value;
}
