using System.Collections.Concurrent;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Content;
using Mirror.Sandbox.Images;

namespace Mirror.Engine.Tests.Deleting;

/// <summary>A place with one repository in memory, which notes the order of deletions and may refuse some.</summary>
internal sealed class ListedRemover : IImageRemover
{
    private readonly ConcurrentDictionary<string, Digest> _tags = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Digest, ManifestContent> _manifests = [];

    public ConcurrentQueue<Digest> Deleted { get; } = new();

    public HashSet<Digest> Refused { get; } = [];

    public void Add(string? tag, ImageContent image)
    {
        foreach (var manifest in image.AllManifests())
        {
            _manifests[manifest.Digest] = manifest;
        }

        if (tag is not null)
        {
            _tags[tag] = image.Digest;
        }
    }

    public Task PingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> ListTagsAsync(string repository, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([.. _tags.Keys]);

    public async Task<ShownManifest?> FindShownAsync(string repository, string tag, CancellationToken cancellationToken) =>
        await FindManifestAsync(repository, tag, cancellationToken) is { } found ? new ShownManifest(found.Digest, MediaTypes.IsIndex(found.Manifest.MediaType) ? found.Manifest : null) : null;

    public Task<ManifestContent?> FindManifestAsync(string repository, string reference, CancellationToken cancellationToken) => Task.FromResult(
        Digest.TryParse(reference, out var digest) || _tags.TryGetValue(reference, out digest) ? _manifests.GetValueOrDefault(digest) : null);

    public Task<IReadOnlyList<Digest>> ListReferrersAsync(string repository, Digest subject, Func<string, bool> mayHaveTag, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Digest>>([.. _manifests.Values.Where(manifest => manifest.Manifest.Subject?.Digest == subject).Select(manifest => manifest.Digest)]);

    public Task<bool> DeleteManifestAsync(string repository, Digest digest, CancellationToken cancellationToken)
    {
        if (Refused.Contains(digest))
        {
            throw MirrorErrors.RegistryForbidden.Exception($"Could not delete '{digest}': the registry refuses it.");
        }

        Deleted.Enqueue(digest);
        foreach (var tag in _tags.Where(tag => tag.Value == digest))
        {
            _tags.TryRemove(tag);
        }

        return Task.FromResult(_manifests.TryRemove(digest, out _));
    }

    public Task<long?> FreeAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null);
}
