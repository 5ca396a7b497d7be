using System.Globalization;
using Mirror.Engine.Resolving.Charts;
using Mirror.Engine.Resolving.Images;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Locking;

/// <summary>
/// Mends a lock after a merge or an edit by hand: computes derived values again and writes the canonical form. Asks nobody; pins stay as they are, and what
/// the lock does not answer stays unanswered.
/// </summary>
internal sealed class LockRepairOperation(MirrorOptions options, LockStorage storage)
{
    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        var (configuration, _) = await ConfigurationLoader.LoadAsync(options, cancellationToken).ConfigureAwait(false);
        var expected = ExpectedSources.Of(configuration);
        var lockFile = await storage.ReadAsync(cancellationToken).ConfigureAwait(false);
        var entries = expected.Entries.ToDictionary(entry => entry.SourceKey, StringComparer.Ordinal);
        var repaired = lockFile with
        {
            Sources = new SortedDictionary<string, LockedSource>(
                lockFile.Sources.ToDictionary(pair => pair.Key, pair => Repair(pair.Value, entries.GetValueOrDefault(pair.Key))),
                StringComparer.Ordinal),
        };
        var isChanged = await storage.WriteAsync(repaired, cancellationToken).ConfigureAwait(false);
        var stale = LockValidity.Check(repaired, expected).Count;
        var rest = stale == 0
            ? "it answers the configuration"
            : string.Create(CultureInfo.InvariantCulture, $"{stale} of its sources still have to be resolved with '{LockedMode.LockCommand(options)}'");
        return isChanged
            ? StepResult.Done($"repaired '{storage.DisplayName}'; {rest}")
            : StepResult.UpToDate($"'{storage.DisplayName}' needs no repair; {rest}");
    }

    private static LockedSource Repair(LockedSource source, ISourceEntry? entry) => (source, entry) switch
    {
        (LockedImageSource locked, AdditionalImage image) when locked.InputHash == image.Input.Hash => locked with { Target = ImageTarget.Of(image) },
        (LockedHelmSource locked, HelmChartSource or HelmRepositorySource) when locked.InputHash == entry.Input.Hash => locked with { Charts = [.. locked.Charts.Select(Repair)] },
        _ => source,
    };

    private static LockedChart Repair(LockedChart chart) => chart.Artifact is null
        ? chart
        : chart with { Artifact = chart.Artifact with { Target = ChartArtifact.TargetOf(chart.Name, chart.Version, chart.Archive.Origin) } };
}
