using Mirror.Charts;
using Mirror.Engine.Locking;
using Mirror.Engine.Resolving.Charts;
using Mirror.Model.Locking;

namespace Mirror.Engine.Checking;

/// <summary>The content of what a configuration names beside itself: charts on disk and values of charts.</summary>
internal static class NamedFiles
{
    /// <summary>By path as it is written; null when something is not there, which is told at every run.</summary>
    public static async Task<IReadOnlyDictionary<string, Digest>?> DigestsAsync(ExpectedSources expected, string folder, CancellationToken cancellationToken)
    {
        var digests = new Dictionary<string, Digest>(StringComparer.Ordinal);
        foreach (var (path, _) in expected.Entries.SelectMany(LockReasons.FilesOf))
        {
            if (await FindDigestAsync(path, folder, cancellationToken).ConfigureAwait(false) is not { } digest)
            {
                return null;
            }

            digests[path] = digest;
        }

        return digests;
    }

    /// <summary>The digest of a file, or of the archive that a folder makes; null when there is nothing that could be a chart.</summary>
    public static async Task<Digest?> FindDigestAsync(string path, string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await LocalCharts.FindAsync(path, folder, ChartArchives.Limits, cancellationToken).ConfigureAwait(false) is { } bytes ? Digest.Of(bytes) : null;
        }
        catch (ChartException)
        {
            // Whoever reads the chart says what is wrong with it.
            return null;
        }
    }
}
