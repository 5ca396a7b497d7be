using System.Collections.Concurrent;
using Mirror.Oci.Store;

namespace Mirror.Oci.Content;

/// <summary>
/// Writes images into one OCI image layout on disk (<c>oci:DIR</c>): no registry needed. Images are named <c>repository:tag</c> in
/// <c>index.json</c>, which <c>skopeo copy oci:DIR:repository:tag …</c> understands.
/// </summary>
/// <param name="folder">The layout; created when it is missing.</param>
/// <param name="isDeep">Read what is there before anything is written, and bring what is damaged again; else a file of the right size is trusted.</param>
public sealed class LayoutDestination(string folder, bool isDeep = false) : IImageDestination
{
    private readonly BlobFolder _blobs = new(folder);
    private readonly LayoutIndex _index = new(folder);
    // Shared by all callers, so no single caller's cancellation may end it.
    private readonly Lazy<Task<ConcurrentDictionary<string, Digest>>> _names = new(() => ReadNamesAsync(folder));

    /// <inheritdoc/>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        if (isDeep)
        {
            await _blobs.RemoveDamagedAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public bool MayRefuse => false;

    /// <inheritdoc/>
    public Task ProbeAsync(string repository, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<bool?> CanDeleteAsync(string repository, CancellationToken cancellationToken) => Task.FromResult<bool?>(true);

    /// <inheritdoc/>
    public async Task<Digest?> FindDigestAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        if (Digest.TryParse(reference, out var digest))
        {
            return _blobs.Contains(digest) ? digest : null;
        }

        var names = await _names.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        return names.TryGetValue($"{repository}:{reference}", out var named) && _blobs.Contains(named) ? named : null;
    }

    /// <inheritdoc/>
    public Task<bool> HasBlobAsync(string repository, Descriptor blob, CancellationToken cancellationToken) =>
        Task.FromResult(_blobs.SizeOf(blob.Digest) == blob.Size);

    /// <inheritdoc/>
    public async Task<IReadOnlySet<Digest>?> FindReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken)
    {
        // By name, so that no manifest has to be read: what refers to something else is named in the same way, but nobody asks for it here.
        var names = await _names.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        return names.Where(name => name.Key == NameOf(repository, name.Value) && _blobs.Contains(name.Value)).Select(name => name.Value).ToHashSet();
    }

    /// <inheritdoc/>
    public async Task<BlobOutcome> PushBlobAsync(
        string repository,
        Descriptor blob,
        string? mountFrom,
        Func<CancellationToken, Task<Stream>> open,
        CancellationToken cancellationToken)
    {
        if (_blobs.SizeOf(blob.Digest) == blob.Size)
        {
            return BlobOutcome.Mounted;
        }

        var content = await open(cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            await _blobs.IngestAsync(blob, content, cancellationToken).ConfigureAwait(false);
        }

        return BlobOutcome.Uploaded;
    }

    /// <inheritdoc/>
    public async Task PushManifestAsync(string repository, string? tag, ManifestContent manifest, CancellationToken cancellationToken)
    {
        await _blobs.IngestAsync(manifest.Bytes, cancellationToken).ConfigureAwait(false);
        if (tag is null && manifest.Manifest.Subject is null)
        {
            return;
        }

        // The image layout says that what has a subject belongs into the index, because nothing else leads to it.
        var name = tag is null ? NameOf(repository, manifest.Digest) : $"{repository}:{tag}";
        var entry = manifest.Descriptor with { Annotations = new Dictionary<string, string> { [LayoutIndex.RefName] = name } };
        await _index.AddAsync([entry], cancellationToken).ConfigureAwait(false);
        (await _names.Value.WaitAsync(cancellationToken).ConfigureAwait(false))[name] = manifest.Digest;
    }

    private static string NameOf(string repository, Digest digest) => $"{repository}@{digest}";

    private static async Task<ConcurrentDictionary<string, Digest>> ReadNamesAsync(string folder)
    {
        var entries = await new LayoutIndex(folder).ReadAsync(CancellationToken.None).ConfigureAwait(false);
        var names = new ConcurrentDictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            names[LayoutIndex.NameOf(entry)] = entry.Digest;
        }

        return names;
    }
}
