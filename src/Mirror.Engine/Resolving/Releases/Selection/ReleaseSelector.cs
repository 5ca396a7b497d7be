using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Configuration;
using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Releases.Selection;

/// <summary>Which releases of a channel are mirrored (SPEC 4.3). A function of its arguments.</summary>
public static class ReleaseSelector
{
    /// <summary>Selects from the graph of one channel and architecture. Problems go to <paramref name="diagnostics"/>; with an error nothing is selected.</summary>
    public static ReleaseSelection Select(ReleaseChannel channel, string architecture, UpdateGraph graph, DiagnosticBag diagnostics)
    {
        if (graph.Nodes.Count == 0)
        {
            diagnostics.AddRange([SelectionMessages.ChannelEmpty(channel, architecture)]);
            return ReleaseSelection.Empty;
        }

        var range = ReleaseRange.Resolve(channel, graph);
        return channel.ShortestPath
            ? SelectPath(channel, architecture, graph, range, diagnostics)
            : SelectRange(channel, architecture, graph, range, diagnostics);
    }

    /// <summary>
    /// Warns of EUS channels whose ends are two or more minor versions apart (SPEC 4.3): the releases between are needed on the way.
    /// </summary>
    public static void WarnOfEusGaps(PlatformSection platform, DiagnosticBag diagnostics)
    {
        foreach (var channel in platform.Channels)
        {
            if (channel is { MinVersion: { } min, MaxVersion: { } max, ShortestPath: false }
                && channel.Name.Contains("eus", StringComparison.Ordinal)
                && min.Major == max.Major
                && max.Minor >= min.Minor + 2)
            {
                diagnostics.Report(
                    MirrorErrors.EusMinorGap,
                    channel.SpanOf("maxVersion"),
                    $"The channel '{channel.Name}' goes from '{min}' to '{max}', over {max.Minor - min.Minor} minor versions. To upgrade, a cluster needs "
                    + "releases of those between, too; set 'shortestPath: true' to have exactly the ones on the way.");
            }
        }
    }

    private static ReleaseSelection SelectRange(
        ReleaseChannel channel, string architecture, UpdateGraph graph, ReleaseRange range, DiagnosticBag diagnostics)
    {
        var isHead = channel is { MinVersion: null, MaxVersion: null, Full: false };
        var releases = graph.Nodes
            .Where(node => range.Contains(node.Version))
            .Select(node => new SelectedRelease(node, channel.Name, isHead ? ReleaseReason.Head : ReleaseReason.InRange))
            .ToList();
        if (releases.Count == 0)
        {
            diagnostics.AddRange([SelectionMessages.RangeEmpty(channel, architecture, range, graph)]);
        }

        return ReleaseSelection.Create(releases, []);
    }

    private static ReleaseSelection SelectPath(
        ReleaseChannel channel, string architecture, UpdateGraph graph, ReleaseRange range, DiagnosticBag diagnostics)
    {
        var min = Find("minVersion", range.Min);
        var max = Find("maxVersion", range.Max);
        if (min is null || max is null)
        {
            return ReleaseSelection.Empty;
        }

        var path = UpgradePathFinder.Find(graph, min.Version, max.Version);
        if (path is null)
        {
            diagnostics.AddRange([SelectionMessages.NoPath(channel.SpanOf("shortestPath"), channel.Name, architecture, min.Version, max.Version)]);
        }

        diagnostics.AddRange(SelectionMessages.Risks(channel.SpanOf("shortestPath"), architecture, path ?? []));
        return ReleaseSelection.Create(
            ReleasesOf(graph, channel.Name, path ?? []).Prepend(End(min)).Prepend(End(max)),
            path ?? []);

        SelectedRelease End(ReleaseNode node) => new(node, channel.Name, ReleaseReason.PathEnd);

        ReleaseNode? Find(string field, SemanticVersion version)
        {
            var node = graph.Find(version);
            if (node is null)
            {
                diagnostics.AddRange([SelectionMessages.VersionUnknown(channel, architecture, field, version, graph)]);
            }

            return node;
        }
    }

    internal static IEnumerable<SelectedRelease> ReleasesOf(UpdateGraph graph, string channel, IReadOnlyList<UpgradeStep> path) =>
        path.Select(step => new SelectedRelease(graph.Find(step.To)!, channel, ReleaseReason.OnPath));
}
