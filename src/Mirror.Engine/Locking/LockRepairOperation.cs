using System.Globalization;
using Mirror.Engine.Options;
using Mirror.Engine.Resolving;
using Mirror.Engine.Resolving.Charts;
using Mirror.Engine.Resolving.Images;
using Mirror.Engine.Resolving.Operators.Rebuilding;
using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Locking;

/// <summary>
/// Mends a lock after a merge or an edit by hand: solves conflicts that are none in meaning, computes derived values again and writes the canonical form. Asks nobody; pins
/// stay as they are, and what the lock does not answer stays unanswered.
/// </summary>
internal sealed class LockRepairOperation(MirrorOptions options, LockStorage storage, CatalogRepair catalogs, GraphRepair graphs, Func<string, GitRepository> git)
{
    private LockConflicts Conflicts => ConflictsOf(options);

    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        if (options.MergeFiles.Count > 0)
        {
            return await new LockMergeDriver(options, options.MergeFiles, ConflictsOf, git(options.WorkingDirectory)).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        var (configuration, _) = await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        var expected = ExpectedSources.Of(configuration);
        var entries = expected.Entries.ToDictionary(entry => entry.SourceKey, StringComparer.Ordinal);
        var lockFile = await ReadAsync(expected, cancellationToken).ConfigureAwait(false);
        var (repaired, left) = await RepairAsync(lockFile, entries, cancellationToken).ConfigureAwait(false);
        repaired = repaired with { Referrers = repaired.Referrers.Only(SubjectImages.Of(repaired, expected).Keys, SubjectImages.Releases(repaired, expected).Select(release => release.Payload)) };
        var isChanged = await storage.WriteAsync(repaired, cancellationToken).ConfigureAwait(false);
        var stale = (await new LockReasons(options, _ => { }).FindAsync(repaired, expected, cancellationToken).ConfigureAwait(false)).Count;
        var rest = stale == 0
            ? "it answers the configuration"
            : string.Create(CultureInfo.InvariantCulture, $"{stale} of its sources still have to be resolved with '{LockedMode.LockCommand(options)}'");
        return isChanged
            ? StepResult.Done($"repaired '{storage.DisplayName}'; {rest}{left}")
            : StepResult.UpToDate($"'{storage.DisplayName}' needs no repair; {rest}{left}");
    }

    /// <summary>The lock, after merging what git could not merge by lines.</summary>
    private async Task<LockFile> ReadAsync(ExpectedSources expected, CancellationToken cancellationToken)
    {
        var (main, referrers) = await storage.FindConflictsAsync(cancellationToken).ConfigureAwait(false);
        if (main is null && referrers is null)
        {
            return await storage.ReadWholeAsync(cancellationToken).ConfigureAwait(false);
        }

        var lockFile = main is null ? await storage.ReadMainAsync(cancellationToken).ConfigureAwait(false) : await MergeAsync(main, expected, cancellationToken).ConfigureAwait(false);
        return lockFile with { Referrers = referrers is null ? await storage.ReadReferrersAsync(cancellationToken).ConfigureAwait(false) : await MergeAsync(referrers, cancellationToken).ConfigureAwait(false) };
    }

    private async Task<LockFile> MergeAsync(ConflictText text, ExpectedSources expected, CancellationToken cancellationToken)
    {
        var ancestor = await FindAncestorAsync(text, LockFile.FileName, LockFileReader.MaxSize, cancellationToken).ConfigureAwait(false);
        var ours = LockFileReader.Read(text.Ours, storage.DisplayName);
        var moving = MovingSources.Choose(options, expected.Entries, ours);
        var merged = LockThreeWayMerge.Merge(
            ancestor is null ? null : LockFileReader.Read(ancestor, storage.DisplayName),
            ours,
            LockFileReader.Read(text.Theirs, storage.DisplayName),
            (key, part) => moving.MovesWhole(key) || (part is not null && moving.PartsOf(key).Contains(part)));
        Conflicts.ThrowIfAny(storage.DisplayName, merged.Conflicts);
        return await Conflicts.DeriveAsync(merged, expected.Entries.ToDictionary(entry => entry.SourceKey, StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Git writes the ancestor between the markers only when it is told to, but keeps it in its index for as long as the merge is under way.</summary>
    private async Task<byte[]?> FindAncestorAsync(ConflictText text, string name, int maxSize, CancellationToken cancellationToken)
    {
        if (text.Ancestor is not null)
        {
            return text.Ancestor;
        }

        var repository = git(options.ConfigurationFolder);
        return await repository.IsWorkTreeAsync(cancellationToken).ConfigureAwait(false)
            ? await repository.FindAncestorAsync(name, maxSize, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private async Task<ReferrersLockFile> MergeAsync(ConflictText text, CancellationToken cancellationToken)
    {
        var ancestor = await FindAncestorAsync(text, ReferrersLockFile.FileName, ReferrersLockFileReader.MaxSize, cancellationToken).ConfigureAwait(false);
        var (merged, conflicts) = LockThreeWayMerge.Merge(
            ancestor is null ? null : ReferrersLockFileReader.Read(ancestor, storage.ReferrersDisplayName),
            ReferrersLockFileReader.Read(text.Ours, storage.ReferrersDisplayName),
            ReferrersLockFileReader.Read(text.Theirs, storage.ReferrersDisplayName));
        Conflicts.ThrowIfAny(storage.ReferrersDisplayName, conflicts);
        return merged;
    }

    /// <returns>The lock, and a clause that says what could not be checked because the store does not have it.</returns>
    private async Task<(LockFile Repaired, string Left)> RepairAsync(LockFile lockFile, Dictionary<string, ISourceEntry> entries, CancellationToken cancellationToken)
    {
        var sources = new SortedDictionary<string, LockedSource>(StringComparer.Ordinal);
        var unknown = 0;
        var left = "";
        foreach (var (key, source) in lockFile.Sources)
        {
            sources[key] = source;
            switch (source, entries.GetValueOrDefault(key))
            {
                case (LockedImageSource locked, AdditionalImage image) when locked.Answers(image):
                    sources[key] = locked with { Target = ImageTarget.Of(image) };
                    break;
                case (LockedHelmSource locked, (HelmChartSource or HelmRepositorySource) and { } chart) when locked.Answers(chart):
                    sources[key] = locked with { Charts = [.. locked.Charts.Select(Repair)] };
                    break;
                case (LockedOperatorSource locked, var entry):
                    try
                    {
                        sources[key] = await catalogs.RepairAsync(locked, entry as OperatorCatalog, [locked.Resolved], cancellationToken).ConfigureAwait(false);
                    }
                    catch (MirrorException e) when (e.Diagnostics[0].Code == MirrorErrors.DerivedCatalogUnknown)
                    {
                        unknown++;
                    }

                    break;
                case (LockedGraphSource locked, _):
                    var derived = await graphs.FindAsync(locked, cancellationToken).ConfigureAwait(false);
                    sources[key] = derived ?? locked;
                    left = derived is null ? "; the graph data or their base image are not in the store, so the digest of the graph image was left as it is" : "";
                    break;
                default:
                    break;
            }
        }

        left += unknown == 0 ? "" : $"; {Counted.Of(unknown, "catalog is", "catalogs are")} not in the store, so what is derived of it was left as it is";
        return (lockFile with { Sources = sources }, left);
    }

    private LockConflicts ConflictsOf(MirrorOptions mirror) => new(mirror, catalogs, graphs);

    private static LockedChart Repair(LockedChart chart) => chart.Artifact is null
        ? chart
        : chart with { Artifact = chart.Artifact with { Target = ChartArtifact.TargetOf(chart.Name, chart.Version, chart.Archive.Origin) } };
}
