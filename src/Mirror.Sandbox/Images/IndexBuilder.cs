namespace Mirror.Sandbox.Images;

/// <summary>Builds an index (OCI) or manifest list (Docker). The same settings give the same bytes everywhere.</summary>
public sealed record IndexBuilder
{
    /// <summary>The family of media types; OCI unless told otherwise.</summary>
    public ImageFormat Format { get; init; }

    /// <summary>Images, artifacts or, for a nested index, indexes; in the order in which they are listed.</summary>
    public IReadOnlyList<ImageContent> Children { get; init; } = [];

    /// <summary>Annotations of the index; written in ordinal order.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>The kind, for an index that is an artifact.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>What the index refers to, for the referrers API.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>One image of <see cref="ImageBuilder.Simple"/>'s kind per architecture of <paramref name="architectures"/> on linux.</summary>
    public static ImageContent Simple(string seed, ImageFormat format, params string[] architectures) => new IndexBuilder
    {
        Format = format,
        Children =
        [
            .. architectures.Select(architecture => new ImageBuilder
            {
                Format = format,
                Platform = new Platform("linux", architecture),
                Layers = [Layer.Random($"{seed}/{architecture}/base", 4096), Layer.Random($"{seed}/{architecture}/top", 4096)],
            }.Build()),
        ],
    }.Build();

    /// <summary>Writes the index.</summary>
    public ImageContent Build()
    {
        var mediaType = Format == ImageFormat.Oci ? MediaTypes.OciIndex : MediaTypes.DockerManifestList;
        var children = Children.Select(child => child.Manifest.Descriptor with { Platform = child.Platform });
        var bytes = ManifestWriter.WriteIndex(mediaType, ArtifactType, children, Subject, Annotations);
        return new ImageContent(ManifestReader.Read(bytes, mediaType, "built index"), [], Children);
    }
}
