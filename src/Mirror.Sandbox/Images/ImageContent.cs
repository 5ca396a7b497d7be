namespace Mirror.Sandbox.Images;

/// <summary>A whole image, artifact or index in memory: its manifest and everything that the manifest needs.</summary>
public sealed record ImageContent(ManifestContent Manifest, IReadOnlyList<BlobContent> Blobs, IReadOnlyList<ImageContent> Children)
{
    /// <summary>What the image runs on; null for an index and for an artifact.</summary>
    public Platform? Platform { get; init; }

    /// <summary>Shorthand for the address of the manifest.</summary>
    public Digest Digest => Manifest.Digest;

    /// <summary>This manifest and those below it, each once, in the order in which a registry takes them: children first.</summary>
    public IEnumerable<ManifestContent> AllManifests() =>
        Children.SelectMany(child => child.AllManifests()).Append(Manifest).DistinctBy(manifest => manifest.Digest);

    /// <summary>The blobs of this and all below it, each once.</summary>
    public IEnumerable<BlobContent> AllBlobs() =>
        Blobs.Concat(Children.SelectMany(child => child.AllBlobs())).DistinctBy(blob => blob.Descriptor.Digest);
}
