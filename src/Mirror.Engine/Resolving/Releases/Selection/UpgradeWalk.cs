using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Releases.Selection;

/// <summary>Collects releases and steps while a path goes from channel to channel.</summary>
internal sealed class UpgradeWalk(SourceSpan span, string architecture, DiagnosticBag diagnostics)
{
    private readonly List<SelectedRelease> _releases = [];
    private readonly List<UpgradeStep> _path = [];

    /// <summary>Within one channel that has both ends. Without a path both ends are taken and the walk goes on.</summary>
    public void Go(string channel, UpdateGraph graph, SemanticVersion from, SemanticVersion to)
    {
        var path = UpgradePathFinder.Find(graph, from, to);
        if (path is null)
        {
            diagnostics.AddRange([SelectionMessages.NoPath(span, channel, architecture, from, to)]);
        }

        _releases.AddRange(new[] { from, to }.Select(end => new SelectedRelease(graph.Find(end)!, channel, ReleaseReason.PathEnd)));
        _releases.AddRange(ReleaseSelector.ReleasesOf(graph, channel, path ?? []));
        _path.AddRange(path ?? []);
    }

    /// <summary>
    /// Into the next channel, which need not have the release that was reached: then only the final release is taken and the walk
    /// ends, which false tells (SPEC 4.4).
    /// </summary>
    public bool Enter(string channel, UpdateGraph graph, SemanticVersion from, SemanticVersion to, ChannelEnds? orElse = null)
    {
        if (graph.Find(from) is not null)
        {
            Go(channel, graph, from, to);
            return true;
        }

        var (finalGraph, final, finalChannel) = orElse is null ? (graph, to, channel) : (orElse.Graph, orElse.Highest.Version, orElse.Channel.Name);
        diagnostics.AddRange([SelectionMessages.NotInNextChannel(span, channel, architecture, from, final)]);
        _releases.Add(new SelectedRelease(finalGraph.Find(final)!, finalChannel, ReleaseReason.PathEnd));
        return false;
    }

    /// <summary>What was collected; risks are reported now, once a step.</summary>
    public ReleaseSelection Finish()
    {
        diagnostics.AddRange(SelectionMessages.Risks(span, architecture, _path));
        return ReleaseSelection.Create(_releases, _path);
    }
}
