using Mirror.Charts;
using Mirror.Engine.Resolving.Charts;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Locking;

/// <summary>
/// Why a lock does not answer a configuration: <see cref="LockValidity"/>, <see cref="ReferrersValidity"/>, and files beside the configuration that were changed since the lock was made, which are
/// charts and values of charts. Offline.
/// </summary>
internal sealed class LockReasons(MirrorOptions options, Action<Diagnostic> warn)
{
    /// <summary>The files and folders that an entry names, as it writes them, and the setting that does.</summary>
    public static IEnumerable<(string Path, string Field)> FilesOf(ISourceEntry entry) => entry is not HelmChartSource { Chart: var chart } source
        ? []
        : chart.ValuesFiles.Select(file => (file, "valuesFiles")).Concat(source.Repository is null ? [(chart.Path!, "path")] : []);

    /// <summary>Every difference, in the order of the keys; first what the configuration asks for, then what refers to it. None if the lock is valid.</summary>
    /// <exception cref="MirrorException">MIR70xx: a chart on disk is none.</exception>
    public async Task<IReadOnlyList<StaleSource>> FindAsync(LockFile lockFile, ExpectedSources expected, CancellationToken cancellationToken)
    {
        var reasons = LockValidity.Check(lockFile, expected).ToList();
        var known = reasons.Select(reason => reason.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in expected.Entries.OfType<HelmChartSource>().Where(entry => !known.Contains(entry.SourceKey)))
        {
            if (await FindAsync((LockedHelmSource)lockFile.Sources[entry.SourceKey], entry, cancellationToken).ConfigureAwait(false) is { } reason)
            {
                reasons.Add(reason);
            }
        }

        return
        [
            .. reasons.OrderBy(reason => reason.Key, StringComparer.Ordinal),
            .. ReferrersValidity.Check(lockFile, expected, options.RemoveSignatures),
        ];
    }

    private async Task<StaleSource?> FindAsync(LockedHelmSource locked, HelmChartSource entry, CancellationToken cancellationToken)
    {
        foreach (var (path, field) in FilesOf(entry))
        {
            var expected = field == "path" ? (locked.Charts is [var chart, ..] ? chart.Archive.Digest : (Digest?)null) : locked.ValuesFiles.TryGetValue(path, out var digest) ? digest : null;
            var actual = await DigestAsync(entry, path, field, cancellationToken).ConfigureAwait(false);
            if (actual is null)
            {
                warn(MirrorErrors.ChartInputMissing.Diagnostic($"'{path}' is not there. '{entry.SourceKey}' stays as it is locked; it cannot be resolved again.", entry.Chart.SpanOf(field)));
            }
            else if (actual != expected)
            {
                return new StaleSource(
                    entry.SourceKey,
                    StaleKind.Changed,
                    $"'{entry.SourceKey}' was locked with another content of '{path}': {expected?.ToShortString() ?? "none"} -> {actual.Value.ToShortString()}.",
                    entry.Chart.SpanOf(field));
            }
        }

        return null;
    }

    private async Task<Digest?> DigestAsync(HelmChartSource entry, string path, string field, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = field == "path"
                ? await LocalCharts.FindAsync(path, options.ConfigurationFolder, ChartArchives.Limits, cancellationToken).ConfigureAwait(false)
                : await ChartInput.ReadFileAsync(Path.GetFullPath(path, options.ConfigurationFolder), cancellationToken).ConfigureAwait(false);
            return bytes is null ? null : Digest.Of(bytes);
        }
        catch (ChartException e)
        {
            throw ChartProblems.Of(e, path, entry.Chart);
        }
    }
}
