using System.Collections.Concurrent;
using Mirror.Model.Locking;
using Mirror.Oci.Content;
using Mirror.Oci.Copying;

namespace Mirror.Engine.Deleting;

/// <summary>
/// Executes a plan. Everything is checked again before the first deletion, because days may lie between plan and execution; if one name is still needed, nothing is
/// deleted at all. Signatures go before what they sign, indexes before what they list.
/// </summary>
internal sealed class DeletionRun(IImageRemover remover, RepositoryReader reader, LiveContent live, int parallelism, CopyProgress progress)
{
    private readonly ConcurrentBag<DeletedContent> _results = [];

    /// <exception cref="MirrorException">MIR5103: a name is still needed; MIR5104: the place does not delete.</exception>
    public async Task<IReadOnlyCollection<DeletedContent>> RunAsync(IReadOnlyList<Deletion> plan, CancellationToken cancellationToken)
    {
        var repositories = plan.GroupBy(deletion => deletion.Repository, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var checks = await Concurrently.SelectAsync(repositories, parallelism, (repository, token) => CheckAsync(repository.Key, [.. repository], token), cancellationToken)
            .ConfigureAwait(false);
        var refused = checks.SelectMany(check => check.Refused).ToList();
        if (refused.Count > 0)
        {
            throw new MirrorException(refused);
        }

        var doomed = checks.SelectMany(check => check.Doomed).ToList();
        progress.Plan(doomed.Count, 0);
        foreach (var stage in doomed.GroupBy(manifest => manifest.Stage).OrderBy(stage => stage.Key))
        {
            await Parallel.ForEachAsync(
                stage,
                new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken },
                async (manifest, token) => await DeleteAsync(manifest, token).ConfigureAwait(false)).ConfigureAwait(false);
        }

        return _results;
    }

    private async Task<CheckedDeletions> CheckAsync(string repository, IReadOnlyList<Deletion> plan, CancellationToken cancellationToken)
    {
        var content = await reader.ReadAsync(
            repository, [.. plan.Select(deletion => deletion.Digest).OfType<Digest>().Distinct()], live.In(repository), cancellationToken).ConfigureAwait(false);
        var names = new Dictionary<Digest, List<Deletion>>();
        foreach (var deletion in plan)
        {
            if (Current(deletion, content) is { } current)
            {
                names.TryAdd(current, []);
                names[current].Add(deletion with { Digest = current });
            }
        }

        var doomed = new DoomedContent(repository, content, live, names.Values.SelectMany(list => list).Select(deletion => deletion.Tag).OfType<string>());
        foreach (var digest in names.Keys)
        {
            doomed.Add(digest);
        }

        doomed.RemoveNeeded();
        return new CheckedDeletions(
            [.. names.Select(pair => new DoomedManifest(StageOf(pair.Key, content, doomed, depth: 0), repository, pair.Key, pair.Value))],
            [
                .. doomed.Kept.Select(kept => MirrorErrors.DeleteRefused.Diagnostic(
                    $"'{names[kept.Digest][0].Name}' can't be deleted: {kept.Reason}. Take it out of the plan; nothing was deleted.")),
            ]);
    }

    /// <summary>The manifest that a name means; null when there is nothing to do, which is noted.</summary>
    private Digest? Current(Deletion deletion, RepositoryContent content)
    {
        var shown = deletion.Tag is null ? deletion.Digest : content.Find(deletion.Tag);
        if (shown is { } digest && content.Has(digest))
        {
            if (deletion.Digest is null || deletion.Digest == digest)
            {
                return digest;
            }

            _results.Add(new DeletedContent(deletion, DeletionOutcome.Moved));
            return null;
        }

        _results.Add(new DeletedContent(deletion, DeletionOutcome.Absent));
        return null;
    }

    private static int StageOf(Digest digest, RepositoryContent content, DoomedContent doomed, int depth)
    {
        if (content.Find(digest)?.Subject is not null || content.TagsOf(digest).Any(tag => ReferrerTag.TryParse(tag, out _)))
        {
            return 0;
        }

        // Manifests can't list each other in a circle; the limit is for those who try.
        var parents = content.ParentsOf(digest).Where(doomed.Has).ToList();
        return depth > 16 || parents.Count == 0 ? 1 : 1 + parents.Max(parent => StageOf(parent, content, doomed, depth + 1));
    }

    private async Task DeleteAsync(DoomedManifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await remover.DeleteManifestAsync(manifest.Repository, manifest.Digest, cancellationToken).ConfigureAwait(false) ? DeletionOutcome.Deleted : DeletionOutcome.Absent;
            Add(outcome, null);
        }
        catch (MirrorException e) when (e.Diagnostics[0].Code != MirrorErrors.DeleteUnsupported)
        {
            Add(DeletionOutcome.Failed, e);
        }

        progress.ImageIsDone();

        void Add(DeletionOutcome outcome, MirrorException? failure)
        {
            foreach (var name in manifest.Names)
            {
                _results.Add(new DeletedContent(name, outcome, failure));
            }
        }
    }
}
