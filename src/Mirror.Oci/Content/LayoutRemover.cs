using System.Collections.Concurrent;
using Mirror.Oci.Store;

namespace Mirror.Oci.Content;

/// <summary>Removes images of an OCI image layout on disk, whose names are <c>repository:tag</c>, or <c>repository@digest</c> for what has no tag.</summary>
public sealed class LayoutRemover(string folder) : IImageRemover
{
    private readonly BlobFolder _blobs = new(folder);
    private readonly LayoutIndex _index = new(folder);
    private readonly ConcurrentDictionary<Digest, bool> _removed = [];

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken cancellationToken) => Directory.Exists(folder)
        ? Task.CompletedTask
        : throw MirrorErrors.LayoutInvalid.Exception($"The layout '{folder}' does not exist, so there is nothing to delete in it.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListTagsAsync(string repository, CancellationToken cancellationToken) =>
        [.. (await EntriesAsync(repository, cancellationToken).ConfigureAwait(false)).Select(entry => entry.Tag).OfType<string>()];

    /// <inheritdoc/>
    public async Task<ShownManifest?> FindShownAsync(string repository, string tag, CancellationToken cancellationToken) =>
        await FindManifestAsync(repository, tag, cancellationToken).ConfigureAwait(false) is { } found ? new ShownManifest(found.Digest, found.Manifest) : null;

    /// <inheritdoc/>
    public async Task<ManifestContent?> FindManifestAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        if (!Digest.TryParse(reference, out var digest))
        {
            var entry = (await EntriesAsync(repository, cancellationToken).ConfigureAwait(false)).FirstOrDefault(entry => entry.Tag == reference);
            if (entry.Manifest is null)
            {
                return null;
            }

            digest = entry.Manifest.Digest;
        }

        var bytes = await _blobs.FindBytesAsync(digest, ManifestReader.MaxSize, cancellationToken).ConfigureAwait(false);
        return bytes is null ? null : ManifestReader.Read(bytes, contentType: null, $"{repository}@{digest}");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Digest>> ListReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken)
    {
        var referrers = new List<Digest>();
        foreach (var (tag, entry) in await EntriesAsync(repository, cancellationToken).ConfigureAwait(false))
        {
            if (tag is null
                && await FindManifestAsync(repository, entry.Digest.ToString(), cancellationToken).ConfigureAwait(false) is { } manifest
                && manifest.Manifest.Subject?.Digest == subject)
            {
                referrers.Add(entry.Digest);
            }
        }

        return referrers;
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteManifestAsync(string repository, Digest digest, CancellationToken cancellationToken)
    {
        await _index.RemoveAsync(entry => entry.Digest == digest && IsOf(repository, LayoutIndex.NameOf(entry)), cancellationToken).ConfigureAwait(false);
        return _blobs.Contains(digest) && _removed.TryAdd(digest, true);
    }

    /// <inheritdoc/>
    public async Task<long?> FreeAsync(CancellationToken cancellationToken)
    {
        var kept = (await _index.ReadAsync(cancellationToken).ConfigureAwait(false)).Select(entry => entry.Digest);
        var freed = await new ContentSweep(_blobs).RemoveAsync([.. _removed.Keys], kept, cancellationToken).ConfigureAwait(false);
        return freed.Bytes;
    }

    private async Task<IReadOnlyList<(string? Tag, Descriptor Manifest)>> EntriesAsync(string repository, CancellationToken cancellationToken) =>
    [
        .. (await _index.ReadAsync(cancellationToken).ConfigureAwait(false))
            .Where(entry => IsOf(repository, LayoutIndex.NameOf(entry)))
            .Select(entry => (LayoutIndex.NameOf(entry)[repository.Length] == ':' ? LayoutIndex.NameOf(entry)[(repository.Length + 1)..] : null, entry)),
    ];

    private static bool IsOf(string repository, string name) =>
        name.Length > repository.Length + 1 && name.StartsWith(repository, StringComparison.Ordinal) && name[repository.Length] is ':' or '@';
}
