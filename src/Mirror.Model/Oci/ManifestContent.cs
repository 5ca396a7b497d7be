namespace Mirror.Model.Oci;

/// <summary>
/// A manifest as it was received: the raw bytes, verified against their digest, and what they mean. Copies send
/// <see cref="Bytes"/>, so that digests survive (SPEC 11.2).
/// </summary>
public sealed record ManifestContent(Descriptor Descriptor, ReadOnlyMemory<byte> Bytes, Manifest Manifest)
{
    /// <summary>Shorthand for the address of the bytes.</summary>
    public Digest Digest => Descriptor.Digest;
}
