using System.Globalization;
using Mirror.Engine.Resolving.Charts;
using Mirror.Engine.Resolving.Images;
using Mirror.Engine.Resolving.Operators.Rebuilding;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Locking;

/// <summary>
/// Mends a lock after a merge or an edit by hand: solves conflicts that are none in meaning, computes derived values again and writes the canonical form. Asks nobody; pins
/// stay as they are, and what the lock does not answer stays unanswered.
/// </summary>
internal sealed class LockRepairOperation(MirrorOptions options, LockStorage storage, CatalogRepair catalogs, GitRepository git)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        if (options.MergeFiles.Count > 0)
        {
            return await new LockMergeDriver(options, options.MergeFiles, catalogs, git).RunAsync(cancellationToken).ConfigureAwait(false);
        }

        var (configuration, _) = await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        var expected = ExpectedSources.Of(configuration);
        var entries = expected.Entries.ToDictionary(entry => entry.SourceKey, StringComparer.Ordinal);
        var lockFile = await ReadAsync(entries, cancellationToken).ConfigureAwait(false);
        var (repaired, unknown) = await RepairAsync(lockFile, entries, cancellationToken).ConfigureAwait(false);
        repaired = repaired with { Referrers = repaired.Referrers.Only(SubjectImages.Of(repaired, expected).Keys, SubjectImages.Releases(repaired, expected).Select(release => release.Payload)) };
        var isChanged = await storage.WriteAsync(repaired, cancellationToken).ConfigureAwait(false);
        var stale = (await new LockReasons(options, _ => { }).FindAsync(repaired, expected, cancellationToken).ConfigureAwait(false)).Count;
        var rest = stale == 0
            ? "it answers the configuration"
            : string.Create(CultureInfo.InvariantCulture, $"{stale} of its sources still have to be resolved with '{LockedMode.LockCommand(options)}'");
        var left = unknown == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {Counted.Of(unknown, "catalog is", "catalogs are")} not in the store, so what is derived of it was left as it is");
        return isChanged
            ? StepResult.Done($"repaired '{storage.DisplayName}'; {rest}{left}")
            : StepResult.UpToDate($"'{storage.DisplayName}' needs no repair; {rest}{left}");
    }

    /// <summary>The lock, after merging what git could not merge by lines.</summary>
    private async Task<LockFile> ReadAsync(IReadOnlyDictionary<string, ISourceEntry> entries, CancellationToken cancellationToken)
    {
        var (main, referrers) = await storage.FindConflictsAsync(cancellationToken).ConfigureAwait(false);
        if (main is null && referrers is null)
        {
            return await storage.ReadWholeAsync(cancellationToken).ConfigureAwait(false);
        }

        var lockFile = main is null ? await storage.ReadMainAsync(cancellationToken).ConfigureAwait(false) : await MergeAsync(main, entries, cancellationToken).ConfigureAwait(false);
        return lockFile with { Referrers = referrers is null ? await storage.ReadReferrersAsync(cancellationToken).ConfigureAwait(false) : Merge(referrers) };
    }

    private async Task<LockFile> MergeAsync(ConflictText text, IReadOnlyDictionary<string, ISourceEntry> entries, CancellationToken cancellationToken)
    {
        var merged = LockThreeWayMerge.Merge(
            text.Ancestor is null ? null : LockFileReader.Read(text.Ancestor, storage.DisplayName),
            LockFileReader.Read(text.Ours, storage.DisplayName),
            LockFileReader.Read(text.Theirs, storage.DisplayName));
        LockConflicts.ThrowIfAny(storage.DisplayName, merged.Conflicts);
        return await LockConflicts.DeriveAsync(merged, catalogs, entries, cancellationToken).ConfigureAwait(false);
    }

    private ReferrersLockFile Merge(ConflictText text)
    {
        var (merged, conflicts) = LockThreeWayMerge.Merge(
            text.Ancestor is null ? null : ReferrersLockFileReader.Read(text.Ancestor, storage.ReferrersDisplayName),
            ReferrersLockFileReader.Read(text.Ours, storage.ReferrersDisplayName),
            ReferrersLockFileReader.Read(text.Theirs, storage.ReferrersDisplayName));
        LockConflicts.ThrowIfAny(storage.ReferrersDisplayName, conflicts);
        return merged;
    }

    /// <returns>How many catalogs could not be checked, because the store does not have them.</returns>
    private async Task<(LockFile Repaired, int Unknown)> RepairAsync(LockFile lockFile, Dictionary<string, ISourceEntry> entries, CancellationToken cancellationToken)
    {
        var sources = new SortedDictionary<string, LockedSource>(StringComparer.Ordinal);
        var unknown = 0;
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
                default:
                    break;
            }
        }

        return (lockFile with { Sources = sources }, unknown);
    }

    private static LockedChart Repair(LockedChart chart) => chart.Artifact is null
        ? chart
        : chart with { Artifact = chart.Artifact with { Target = ChartArtifact.TargetOf(chart.Name, chart.Version, chart.Archive.Origin) } };
}
