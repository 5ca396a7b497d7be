using System.Collections.Concurrent;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;

namespace Mirror.Engine.Deleting;

/// <summary>
/// Reads what a repository holds before anything of it is deleted. No lock can stand in for that: it does not know other people's tags, and its own may have moved.
/// </summary>
/// <remarks>
/// Requests: the pages of the list of tags; for each tag one HEAD, and one GET if it shows an index, which needs others; one GET for each manifest that is asked about and has
/// no tag. The 192 components of a release beside those of two others are 576 HEADs. Plan and execution read anew, because days may lie between.
/// Repositories are read side by side; how many requests are under way is the place's to limit.
/// </remarks>
internal sealed class RepositoryReader(IImageRemover remover, int parallelism, CopyProgress progress)
{
    private const int MaxDepth = 8;

    /// <param name="repository">The whole path.</param>
    /// <param name="candidates">What may be deleted: looked for by digest, with all that they list.</param>
    /// <param name="live">What is needed: looked for by digest, because an index need not have a tag.</param>
    public async Task<RepositoryContent> ReadAsync(string repository, IReadOnlyCollection<Digest> candidates, IEnumerable<Digest> live, CancellationToken cancellationToken)
    {
        var tags = new ConcurrentDictionary<string, Digest>(StringComparer.Ordinal);
        var manifests = new ConcurrentDictionary<Digest, Manifest?>();
        var listed = await remover.ListTagsAsync(repository, cancellationToken).ConfigureAwait(false);
        progress.Plan(listed.Count, 0);
        await ForEachAsync(listed, async (tag, token) =>
        {
            if (await FindAsync(() => remover.FindShownAsync(repository, tag, token)).ConfigureAwait(false) is { } shown)
            {
                tags[tag] = shown.Digest;
                manifests[shown.Digest] = shown.Manifest;
            }

            progress.ImageIsDone();
        }, cancellationToken).ConfigureAwait(false);

        var open = candidates.Concat(live).ToHashSet();
        var doomed = candidates.ToHashSet();
        for (var depth = 0; open.Count > 0 && depth < MaxDepth; depth++)
        {
            await ForEachAsync(open.Where(digest => !manifests.ContainsKey(digest)), async (digest, token) =>
            {
                if (await FindAsync(() => remover.FindManifestAsync(repository, digest.ToString(), token)).ConfigureAwait(false) is { } found)
                {
                    manifests[digest] = found.Manifest;
                }
            }, cancellationToken).ConfigureAwait(false);
            open = [.. doomed.Where(manifests.ContainsKey).SelectMany(digest => manifests[digest]?.Children ?? []).Select(child => child.Digest)];
            doomed = open;
        }

        return new RepositoryContent(tags, manifests);
    }

    // Schema 1 has neither children nor a digest that could be deleted by; whoever tagged it keeps it.
    private static async Task<T?> FindAsync<T>(Func<Task<T?>> find)
        where T : class
    {
        try
        {
            return await find().ConfigureAwait(false);
        }
        catch (MirrorException e) when (e.Diagnostics[0].Code == MirrorErrors.ManifestSchema1)
        {
            return null;
        }
    }

    private Task ForEachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, ValueTask> body, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken }, body);
}
