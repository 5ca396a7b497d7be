using System.Collections.Concurrent;
using System.Text;
using Mirror.Oci.Store;

namespace Mirror.Oci.Content;

/// <summary>
/// Removes images of an OCI image layout on disk, whose names are <c>repository:tag</c>, or <c>repository@digest</c> for what has no tag. Knows the layout as it was at the
/// first question; removals are noted, and carried out by <see cref="FreeAsync"/> at once: the index is one file, and large.
/// </summary>
/// <remarks>
/// What is about to be freed is written down first (<c>.removing</c>), because once the index has lost a name nothing else leads to its files. A run after one that was
/// killed frees them too.
/// </remarks>
public sealed class LayoutRemover : IImageRemover
{
    private const long MaxJournalSize = 64 * 1024 * 1024;

    private readonly string _folder;
    private readonly string _journal;
    private readonly BlobFolder _blobs;
    private readonly LayoutIndex _index;

    // Shared by all callers, so no single caller's cancellation may end it.
    private readonly Lazy<Task<LayoutRepositories>> _repositories;
    private readonly ConcurrentDictionary<(string Repository, Digest Digest), bool> _removed = [];

    /// <param name="folder">The layout.</param>
    public LayoutRemover(string folder)
    {
        _folder = folder;
        _journal = Path.Combine(folder, ".removing");
        _blobs = new BlobFolder(folder);
        _index = new LayoutIndex(folder);
        _repositories = new(() => LayoutRepositories.ReadAsync(_blobs, _index, CancellationToken.None));
    }

    /// <inheritdoc/>
    public Task PingAsync(CancellationToken cancellationToken) => Directory.Exists(_folder)
        ? Task.CompletedTask
        : throw MirrorErrors.LayoutInvalid.Exception($"The layout '{_folder}' does not exist, so there is nothing to delete in it.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListTagsAsync(string repository, CancellationToken cancellationToken) =>
        (await RepositoriesAsync(cancellationToken).ConfigureAwait(false)).TagsOf(repository);

    /// <inheritdoc/>
    public async Task<ShownManifest?> FindShownAsync(string repository, string tag, CancellationToken cancellationToken) =>
        await FindManifestAsync(repository, tag, cancellationToken).ConfigureAwait(false) is { } found ? new ShownManifest(found.Digest, found.Manifest) : null;

    /// <inheritdoc/>
    public async Task<ManifestContent?> FindManifestAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        var repositories = await RepositoriesAsync(cancellationToken).ConfigureAwait(false);
        var digest = Digest.TryParse(reference, out var named)
            ? repositories.Has(repository, named) ? named : (Digest?)null
            : repositories.Find(repository, reference);
        return digest is not null && await _blobs.FindBytesAsync(digest.Value, ManifestReader.MaxSize, cancellationToken).ConfigureAwait(false) is { } bytes
            ? ManifestReader.Read(bytes, contentType: null, $"{repository}@{digest}")
            : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Digest>> ListReferrersAsync(string repository, Digest subject, Func<string, bool> mayHaveTag, CancellationToken cancellationToken) =>
        (await RepositoriesAsync(cancellationToken).ConfigureAwait(false)).ReferrersOf(repository, subject);

    /// <inheritdoc/>
    public async Task<bool> DeleteManifestAsync(string repository, Digest digest, CancellationToken cancellationToken) =>
        (await RepositoriesAsync(cancellationToken).ConfigureAwait(false)).Has(repository, digest) && _removed.TryAdd((repository, digest), true);

    /// <inheritdoc/>
    public async Task<long?> FreeAsync(CancellationToken cancellationToken)
    {
        var removed = _removed.Keys.Select(key => key.Digest).Concat(await ReadJournalAsync(cancellationToken).ConfigureAwait(false)).ToList();
        if (removed.Count == 0)
        {
            return 0;
        }

        // With all that they name: what a killed run has freed names nothing any more.
        var sweep = new ContentSweep(_blobs);
        var doomed = (await sweep.ReachableAsync(removed, cancellationToken).ConfigureAwait(false)).Order().ToList();
        await AtomicFile.WriteAsync(_journal, string.Concat(doomed.Select(digest => $"{digest}\n")), cancellationToken).ConfigureAwait(false);
        await _index.RemoveAsync(entry => _removed.ContainsKey((LayoutRepositories.RepositoryOf(entry), entry.Digest)), cancellationToken).ConfigureAwait(false);
        var kept = (await _index.ReadAsync(cancellationToken).ConfigureAwait(false)).Select(entry => entry.Digest);
        var freed = await sweep.RemoveAsync(doomed, kept, cancellationToken).ConfigureAwait(false);
        File.Delete(_journal);
        return freed.Bytes;
    }

    private Task<LayoutRepositories> RepositoriesAsync(CancellationToken cancellationToken) => _repositories.Value.WaitAsync(cancellationToken);

    // What cannot be read is nobody's: the files stay, which costs space and harms nobody.
    private async Task<IReadOnlyList<Digest>> ReadJournalAsync(CancellationToken cancellationToken)
    {
        var file = new FileInfo(_journal);
        if (!file.Exists || file.Length > MaxJournalSize)
        {
            return [];
        }

        var lines = (await File.ReadAllTextAsync(_journal, Encoding.ASCII, cancellationToken).ConfigureAwait(false)).Split('\n');
        return [.. lines.Select(line => Digest.TryParse(line, out var digest) ? digest : (Digest?)null).OfType<Digest>()];
    }
}
