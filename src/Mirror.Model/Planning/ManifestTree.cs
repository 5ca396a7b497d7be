namespace Mirror.Model.Planning;

/// <summary>
/// An image with everything below it: a manifest, or an index with those of its children that are brought (SPEC 7.3: the index itself stays as it is).
/// </summary>
public sealed class ManifestTree(ManifestContent manifest, IReadOnlyList<ManifestTree> children)
{
    /// <summary>The manifest or index itself.</summary>
    public ManifestContent Manifest { get; } = manifest;

    /// <summary>Empty for an image.</summary>
    public IReadOnlyList<ManifestTree> Children { get; } = children;

    /// <summary>Every manifest once, children before their index, which is the order registries take them in.</summary>
    public IReadOnlyList<ManifestContent> ChildrenFirst()
    {
        var manifests = new List<ManifestContent>();
        Collect(this, manifests, []);
        return manifests;
    }

    /// <summary>Every blob once, in the order of the manifests.</summary>
    public IReadOnlyList<Descriptor> Blobs() => [.. ChildrenFirst().SelectMany(m => m.Manifest.Blobs()).DistinctBy(blob => blob.Digest)];

    /// <summary>Bytes of all manifests and blobs, each once.</summary>
    public long Size => ChildrenFirst().Sum(m => m.Descriptor.Size) + Blobs().Sum(blob => blob.Size);

    private static void Collect(ManifestTree tree, List<ManifestContent> manifests, HashSet<Digest> seen)
    {
        if (!seen.Add(tree.Manifest.Digest))
        {
            return;
        }

        foreach (var child in tree.Children)
        {
            Collect(child, manifests, seen);
        }

        manifests.Add(tree.Manifest);
    }
}
