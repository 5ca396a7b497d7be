namespace Mirror.Model.Oci;

/// <summary>
/// What a manifest or index refers to. The bytes it was read from stay authoritative: a manifest is never written back from this.
/// </summary>
public sealed record Manifest(string MediaType)
{
    /// <summary>Whether this lists other manifests (<see cref="Children"/>) instead of a configuration and layers.</summary>
    public bool IsIndex => MediaTypes.IsIndex(MediaType);

    /// <summary>The configuration of an image; null for an index.</summary>
    public Descriptor? Config { get; init; }

    /// <summary>The layers in their order, foreign ones included.</summary>
    public IReadOnlyList<Descriptor> Layers { get; init; } = [];

    /// <summary>The manifests of an index, in their order.</summary>
    public IReadOnlyList<Descriptor> Children { get; init; } = [];

    /// <summary>For an artifact: what it is about.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>For an artifact: its kind.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Annotations of the manifest itself.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = Descriptor.NoAnnotations;

    /// <summary>Every blob that a registry must hold before it takes this manifest, each once, in the manifest's order.</summary>
    public IEnumerable<Descriptor> Blobs()
    {
        var seen = new HashSet<Digest>();
        if (Config is not null && seen.Add(Config.Digest))
        {
            yield return Config;
        }

        foreach (var layer in Layers)
        {
            if (!MediaTypes.IsForeignLayer(layer.MediaType) && seen.Add(layer.Digest))
            {
                yield return layer;
            }
        }
    }
}
