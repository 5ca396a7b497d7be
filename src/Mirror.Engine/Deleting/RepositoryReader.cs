using System.Collections.Concurrent;
using Mirror.Oci.Content;

namespace Mirror.Engine.Deleting;

/// <summary>
/// Reads what a repository holds before anything of it is deleted: one request for each tag, because only its manifest tells whether it is an index that needs others.
/// </summary>
internal sealed class RepositoryReader(IImageRemover remover, int parallelism)
{
    private const int MaxDepth = 8;

    /// <param name="repository">The whole path.</param>
    /// <param name="candidates">What may be deleted: looked for by digest, with all that they list.</param>
    /// <param name="live">What is needed: looked for by digest, because an index need not have a tag.</param>
    public async Task<RepositoryContent> ReadAsync(string repository, IReadOnlyCollection<Digest> candidates, IEnumerable<Digest> live, CancellationToken cancellationToken)
    {
        var tags = new ConcurrentDictionary<string, Digest>(StringComparer.Ordinal);
        var manifests = new ConcurrentDictionary<Digest, Manifest>();
        await ForEachAsync(await remover.ListTagsAsync(repository, cancellationToken).ConfigureAwait(false), async (tag, token) =>
        {
            if (await FindAsync(repository, tag, token).ConfigureAwait(false) is { } found)
            {
                tags[tag] = found.Digest;
                manifests[found.Digest] = found.Manifest;
            }
        }, cancellationToken).ConfigureAwait(false);

        var open = candidates.Concat(live).ToHashSet();
        var doomed = candidates.ToHashSet();
        for (var depth = 0; open.Count > 0 && depth < MaxDepth; depth++)
        {
            await ForEachAsync(open.Where(digest => !manifests.ContainsKey(digest)), async (digest, token) =>
            {
                if (await FindAsync(repository, digest.ToString(), token).ConfigureAwait(false) is { } found)
                {
                    manifests[digest] = found.Manifest;
                }
            }, cancellationToken).ConfigureAwait(false);
            open = [.. doomed.Where(manifests.ContainsKey).SelectMany(digest => manifests[digest].Children).Select(child => child.Digest)];
            doomed = open;
        }

        return new RepositoryContent(tags, manifests);
    }

    // Schema 1 has neither children nor a digest that could be deleted by; whoever tagged it keeps it.
    private async Task<ManifestContent?> FindAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        try
        {
            return await remover.FindManifestAsync(repository, reference, cancellationToken).ConfigureAwait(false);
        }
        catch (MirrorException e) when (e.Diagnostics[0].Code == MirrorErrors.ManifestSchema1)
        {
            return null;
        }
    }

    private Task ForEachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, ValueTask> body, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken }, body);
}
