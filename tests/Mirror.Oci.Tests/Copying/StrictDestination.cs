using System.Collections.Concurrent;
using Mirror.Model.Diagnostics;
using Mirror.Model.Oci;
using Mirror.Oci.Content;

namespace Mirror.Oci.Tests.Copying;

/// <summary>
/// A destination with the rules of the strictest registries: links a blob only from a repository where a manifest refers to it, takes a manifest only when all it names is there, and
/// takes no blob twice. Repositories in <paramref name="refused"/> take nothing.
/// </summary>
internal sealed class StrictDestination(IReadOnlySet<string> refused) : IImageDestination
{
    private readonly ConcurrentDictionary<(string Repository, Digest Digest), bool> _blobs = [];
    private readonly ConcurrentDictionary<(string Repository, string Reference), ManifestContent> _manifests = [];
    private readonly ConcurrentDictionary<(string Repository, Digest Blob), bool> _referenced = [];
    private readonly ConcurrentDictionary<Digest, int> _uploads = [];

    public IReadOnlyDictionary<Digest, int> Uploads => _uploads;

    public bool Has(string repository, string tag) => _manifests.ContainsKey((repository, tag));

    public Task PingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public bool MayRefuse => refused.Count > 0;

    public Task ProbeAsync(string repository, CancellationToken cancellationToken)
    {
        Refuse(repository);
        return Task.CompletedTask;
    }

    public Task<bool?> CanDeleteAsync(string repository, CancellationToken cancellationToken) => Task.FromResult<bool?>(null);

    public Task<Digest?> FindDigestAsync(string repository, string reference, CancellationToken cancellationToken) =>
        Task.FromResult(_manifests.TryGetValue((repository, reference), out var manifest) ? manifest.Digest : (Digest?)null);

    public Task<bool> HasBlobAsync(string repository, Descriptor blob, CancellationToken cancellationToken) =>
        Task.FromResult(_blobs.ContainsKey((repository, blob.Digest)));

    public Task<IReadOnlySet<Digest>?> FindReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<Digest>?>(_manifests
            .Where(manifest => manifest.Key.Repository == repository && manifest.Value.Manifest.Subject?.Digest == subject)
            .Select(manifest => manifest.Value.Digest).ToHashSet());

    public async Task<BlobOutcome> PushBlobAsync(
        string repository,
        Descriptor blob,
        string? mountFrom,
        Func<CancellationToken, Task<Stream>> open,
        CancellationToken cancellationToken)
    {
        await Task.Yield();
        Refuse(repository);
        var isMounted = _blobs.ContainsKey((repository, blob.Digest)) || (mountFrom is not null && _referenced.ContainsKey((mountFrom, blob.Digest)));
        if (!isMounted)
        {
            await using var content = await open(cancellationToken);
            await content.CopyToAsync(Stream.Null, cancellationToken);
            _uploads.AddOrUpdate(blob.Digest, 1, (_, count) => count + 1);
        }

        _blobs[(repository, blob.Digest)] = true;
        return isMounted ? BlobOutcome.Mounted : BlobOutcome.Uploaded;
    }

    public async Task PushManifestAsync(string repository, string? tag, ManifestContent manifest, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Refuse(repository);
        foreach (var blob in manifest.Manifest.Blobs())
        {
            Assert.True(_blobs.ContainsKey((repository, blob.Digest)), $"'{repository}' gets a manifest without its blob '{blob.Digest}'.");
            _referenced[(repository, blob.Digest)] = true;
        }

        foreach (var child in manifest.Manifest.Children)
        {
            Assert.True(Has(repository, child.Digest.ToString()), $"'{repository}' gets an index without its child '{child.Digest}'.");
        }

        _manifests[(repository, manifest.Digest.ToString())] = manifest;
        if (tag is not null)
        {
            _manifests[(repository, tag)] = manifest;
        }
    }

    private void Refuse(string repository)
    {
        if (refused.Contains(repository))
        {
            throw MirrorErrors.RegistryForbidden.Exception($"'{repository}' is refused.");
        }
    }
}
