namespace Mirror.Oci.Layers;

/// <summary>A layer that was written: address and size of its compressed form, and what the image's configuration lists in <c>rootfs.diff_ids</c>.</summary>
public sealed record WrittenLayer(Digest Digest, long Size, Digest DiffId)
{
    /// <summary>For a manifest of the given media type: Docker's images want Docker's layer type.</summary>
    public Descriptor DescriptorFor(string manifestMediaType) =>
        new(manifestMediaType == MediaTypes.DockerManifest ? MediaTypes.DockerLayerGzip : MediaTypes.OciLayerGzip, Digest, Size);
}
