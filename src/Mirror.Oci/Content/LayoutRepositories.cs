using Mirror.Oci.Store;

namespace Mirror.Oci.Content;

/// <summary>
/// Which manifests belong to which repository of an OCI image layout. The layout keeps all of them in one folder; only the names of its index say whose they are:
/// <c>repository:tag</c>, or <c>repository@digest</c> for what has no tag. What an index lists belongs to the repositories of the index.
/// </summary>
internal sealed class LayoutRepositories
{
    private const int MaxDepth = 8;

    private readonly Dictionary<string, Repository> _repositories = new(StringComparer.Ordinal);

    private LayoutRepositories()
    {
    }

    /// <summary>The whole layout as it is now; every index of images is read, and what has no tag.</summary>
    public static async Task<LayoutRepositories> ReadAsync(BlobFolder blobs, LayoutIndex index, CancellationToken cancellationToken)
    {
        var read = new LayoutRepositories();
        foreach (var entry in await index.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var (name, tag) = Split(LayoutIndex.NameOf(entry));
            if (!read._repositories.TryGetValue(name, out var repository))
            {
                read._repositories[name] = repository = new Repository();
            }

            repository.Manifests.Add(entry.Digest);
            if (tag is not null)
            {
                repository.Tags[tag] = entry.Digest;
            }

            if (tag is null || MediaTypes.IsIndex(entry.MediaType))
            {
                await repository.AddNamedAsync(blobs, entry.Digest, depth: 0, cancellationToken).ConfigureAwait(false);
            }
        }

        return read;
    }

    /// <summary>The repository that an entry of the index is in; empty for a name of another form.</summary>
    public static string RepositoryOf(Descriptor entry) => Split(LayoutIndex.NameOf(entry)).Repository;

    /// <summary>All tags.</summary>
    public IReadOnlyList<string> TagsOf(string repository) => _repositories.TryGetValue(repository, out var found) ? [.. found.Tags.Keys] : [];

    /// <summary>What a tag shows.</summary>
    public Digest? Find(string repository, string tag) =>
        _repositories.TryGetValue(repository, out var found) && found.Tags.TryGetValue(tag, out var digest) ? digest : null;

    /// <summary>Whether the manifest belongs to the repository.</summary>
    public bool Has(string repository, Digest digest) => _repositories.TryGetValue(repository, out var found) && found.Manifests.Contains(digest);

    /// <summary>What has no tag and refers to the manifest.</summary>
    public IReadOnlyList<Digest> ReferrersOf(string repository, Digest subject) =>
        _repositories.TryGetValue(repository, out var found) && found.Referrers.TryGetValue(subject, out var referrers) ? referrers : [];

    private static (string Repository, string? Tag) Split(string name)
    {
        if (name.IndexOf('@', StringComparison.Ordinal) is > 0 and var at)
        {
            return (name[..at], null);
        }

        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') && colon > 0 ? (name[..colon], name[(colon + 1)..]) : ("", null);
    }

    private sealed class Repository
    {
        public SortedDictionary<string, Digest> Tags { get; } = new(StringComparer.Ordinal);

        public HashSet<Digest> Manifests { get; } = [];

        public Dictionary<Digest, List<Digest>> Referrers { get; } = [];

        public async Task AddNamedAsync(BlobFolder blobs, Digest digest, int depth, CancellationToken cancellationToken)
        {
            if (depth >= MaxDepth || await blobs.FindBytesAsync(digest, ManifestReader.MaxSize, cancellationToken).ConfigureAwait(false) is not { } bytes)
            {
                return;
            }

            var manifest = ManifestReader.Read(bytes, contentType: null, digest.ToString()).Manifest;
            if (depth == 0 && manifest.Subject is { } subject)
            {
                Referrers.TryAdd(subject.Digest, []);
                Referrers[subject.Digest].Add(digest);
            }

            foreach (var child in manifest.Children)
            {
                if (Manifests.Add(child.Digest) && MediaTypes.IsIndex(child.MediaType))
                {
                    await AddNamedAsync(blobs, child.Digest, depth + 1, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }
}
