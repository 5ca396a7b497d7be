using System.Runtime.InteropServices;
using Mirror.Sandbox.Registry;

namespace Mirror.Sandbox.Samples;

/// <summary>Images in memory as a registry's content.</summary>
internal sealed class SampleContent : IRegistryContent
{
    private readonly SortedDictionary<string, Repository> _repositories = new(StringComparer.Ordinal);
    private readonly Dictionary<Digest, ReadOnlyMemory<byte>> _bytes = [];

    public SampleContent(IEnumerable<SampleImage> images)
    {
        foreach (var image in images)
        {
            Add(image);
        }
    }

    public bool HasRepository(string repository) => _repositories.ContainsKey(repository);

    public IReadOnlyList<string> Repositories() => [.. _repositories.Keys];

    public IReadOnlyList<string> Tags(string repository) => _repositories.TryGetValue(repository, out var found) ? [.. found.Tags.Keys] : [];

    public Digest? FindTag(string repository, string tag) =>
        _repositories.TryGetValue(repository, out var found) && found.Tags.TryGetValue(tag, out var digest) ? digest : null;

    public Descriptor? FindManifest(string repository, Digest digest) =>
        _repositories.TryGetValue(repository, out var found) && found.Manifests.TryGetValue(digest, out var manifest) ? manifest.Descriptor : null;

    public Task<ReadOnlyMemory<byte>> ReadManifestAsync(Digest digest, CancellationToken cancellationToken) => Task.FromResult(_bytes[digest]);

    public long? FindBlob(string repository, Digest digest) =>
        _repositories.TryGetValue(repository, out var found) && found.Blobs.Contains(digest) ? _bytes[digest].Length : null;

    public Stream OpenBlob(Digest digest)
    {
        MemoryMarshal.TryGetArray(_bytes[digest], out var array);
        return new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
    }

    public Task<IReadOnlyList<Descriptor>> FindReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken)
    {
        IReadOnlyList<Descriptor> referrers = _repositories.TryGetValue(repository, out var found)
            ?
            [
                .. found.Manifests.Values
                    .Where(manifest => manifest.Manifest.Subject?.Digest == subject)
                    .Select(Referrer.Describe)
                    .OrderBy(descriptor => descriptor.Digest),
            ]
            : [];
        return Task.FromResult(referrers);
    }

    private void Add(SampleImage image)
    {
        if (!_repositories.TryGetValue(image.Repository, out var repository))
        {
            repository = new Repository();
            _repositories.Add(image.Repository, repository);
        }

        foreach (var blob in image.Content.AllBlobs())
        {
            repository.Blobs.Add(blob.Descriptor.Digest);
            _bytes.TryAdd(blob.Descriptor.Digest, blob.Bytes);
        }

        foreach (var manifest in image.Content.AllManifests())
        {
            repository.Manifests.TryAdd(manifest.Digest, manifest);
            _bytes.TryAdd(manifest.Digest, manifest.Bytes);
        }

        foreach (var tag in image.Tags)
        {
            repository.Tags.Add(tag, image.Content.Digest);
        }
    }

    private sealed class Repository
    {
        public SortedDictionary<string, Digest> Tags { get; } = new(StringComparer.Ordinal);

        public Dictionary<Digest, ManifestContent> Manifests { get; } = [];

        public HashSet<Digest> Blobs { get; } = [];
    }
}
