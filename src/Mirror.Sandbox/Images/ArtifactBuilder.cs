namespace Mirror.Sandbox.Images;

/// <summary>
/// Builds an artifact as image-spec 1.1 recommends (empty configuration, a type, blobs in place of layers). The same settings give the same bytes everywhere.
/// </summary>
public sealed record ArtifactBuilder
{
    private static readonly BlobContent Empty = BlobContent.Of(MediaTypes.OciEmpty, "{}"u8.ToArray());

    /// <summary>The kind of artifact, a media type.</summary>
    public required string ArtifactType { get; init; }

    /// <summary>The content; empty means the empty blob, as the specification asks.</summary>
    public IReadOnlyList<BlobContent> Blobs { get; init; } = [];

    /// <summary>Annotations of the manifest; written in ordinal order.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>What the artifact is about, for the referrers API.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>Writes the manifest.</summary>
    public ImageContent Build()
    {
        var blobs = Blobs.Count == 0 ? [Empty] : Blobs;
        var bytes = ManifestWriter.WriteImage(
            MediaTypes.OciManifest, ArtifactType, Empty.Descriptor, blobs.Select(blob => blob.Descriptor), Subject, Annotations);
        return new ImageContent(ManifestReader.Read(bytes, MediaTypes.OciManifest, "built artifact"), [Empty, .. blobs], []);
    }
}
