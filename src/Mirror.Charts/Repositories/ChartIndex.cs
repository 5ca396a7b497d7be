using Mirror.Charts.Versions;

namespace Mirror.Charts.Repositories;

/// <summary>What a chart repository has: its index.yaml.</summary>
public sealed class ChartIndex
{
    private readonly SortedDictionary<string, IReadOnlyList<ChartIndexEntry>> _charts;

    internal ChartIndex(SortedDictionary<string, IReadOnlyList<ChartIndexEntry>> charts) => _charts = charts;

    /// <summary>Names of the charts, ordinally ordered.</summary>
    public IReadOnlyCollection<string> Names => _charts.Keys;

    /// <summary>The versions of a chart in the order of the index; empty when it is not there.</summary>
    public IReadOnlyList<ChartIndexEntry> VersionsOf(string chart) => _charts.GetValueOrDefault(chart) ?? [];

    /// <summary>The newest version that a range contains, by <see cref="ChartVersions"/>; null when there is none.</summary>
    /// <exception cref="ChartException">It is not a range.</exception>
    public ChartIndexEntry? Find(string chart, string range)
    {
        var versions = VersionsOf(chart);
        return ChartVersions.Newest(versions.Select(entry => entry.Version), range) is { } newest ? versions.First(entry => entry.Version == newest) : null;
    }

    /// <summary>Reads an index.</summary>
    /// <param name="utf8">YAML, or JSON as some servers write it.</param>
    /// <param name="name">For messages.</param>
    /// <param name="limits">How large it may be.</param>
    /// <exception cref="ChartException">It is not an index, or it is too large.</exception>
    public static ChartIndex Read(ReadOnlyMemory<byte> utf8, string name, ChartIndexLimits limits) => new ChartIndexReader(name, limits).Read(utf8);
}
