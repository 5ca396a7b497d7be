namespace Mirror.Engine.Deleting;

/// <summary>What a repository of the destination holds, as far as it can be known: every tag with its manifest, and manifests that somebody asked about.</summary>
/// <param name="manifests">Null for a single image that was not read.</param>
internal sealed class RepositoryContent(IReadOnlyDictionary<string, Digest> tags, IReadOnlyDictionary<Digest, Manifest?> manifests)
{
    private readonly ILookup<Digest, string> _tagsOf = tags.ToLookup(tag => tag.Value, tag => tag.Key);

    private readonly ILookup<Digest, Digest> _parentsOf = manifests
        .SelectMany(manifest => (manifest.Value?.Children ?? []).Select(child => (Parent: manifest.Key, Child: child.Digest)))
        .Distinct()
        .ToLookup(pair => pair.Child, pair => pair.Parent);

    /// <summary>Every tag.</summary>
    public IEnumerable<string> Tags => tags.Keys;

    /// <summary>Whether the manifest is there.</summary>
    public bool Has(Digest digest) => manifests.ContainsKey(digest);

    /// <summary>What the manifest says; null when it was not read.</summary>
    public Manifest? Find(Digest digest) => manifests.GetValueOrDefault(digest);

    /// <summary>What a tag shows; null when there is no such tag.</summary>
    public Digest? Find(string tag) => tags.TryGetValue(tag, out var digest) ? digest : null;

    /// <summary>The tags that show a manifest, ordinally ordered.</summary>
    public IEnumerable<string> TagsOf(Digest digest) => _tagsOf[digest].Order(StringComparer.Ordinal);

    /// <summary>The indexes that list a manifest.</summary>
    public IEnumerable<Digest> ParentsOf(Digest digest) => _parentsOf[digest];

    /// <summary>The manifests that an index lists and that are there.</summary>
    public IEnumerable<Digest> ChildrenOf(Digest digest) =>
        manifests.GetValueOrDefault(digest) is { } manifest ? manifest.Children.Select(child => child.Digest).Where(Has).Distinct() : [];
}
