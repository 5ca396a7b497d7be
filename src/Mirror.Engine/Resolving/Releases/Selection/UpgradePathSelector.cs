using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Configuration;
using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Releases.Selection;

/// <summary>
/// The releases on the way from the lowest to the highest version of several channels (SPEC 4.4), for one architecture. The graphs of the channels
/// between are asked for as they are needed; nothing else is an input.
/// </summary>
/// <param name="getGraph">The graph of an OCP channel by name; empty for a channel that does not exist.</param>
public sealed class UpgradePathSelector(Func<string, CancellationToken, Task<UpdateGraph>> getGraph)
{
    /// <summary>Minor versions that a path may cross; more than any product has had.</summary>
    private const int MaxChannels = 64;

    /// <summary>
    /// Selects across <paramref name="platform"/>'s channels of type OCP. Channels that are empty are left out: their own selection reports them.
    /// </summary>
    /// <exception cref="MirrorException">From <c>getGraph</c>.</exception>
    public async Task<ReleaseSelection> SelectAsync(
        PlatformSection platform, string architecture, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var ends = new List<ChannelEnds>();
        var areNamesValid = true;
        foreach (var channel in platform.UpgradePathChannels)
        {
            if (!ReleaseChannelName.TryParse(channel.Name, out var name))
            {
                diagnostics.Report(
                    MirrorErrors.ChannelNameInvalid,
                    channel.SpanOf("name"),
                    $"The channel name '{channel.Name}' does not end in '-X.Y', so no upgrade path across channels can be computed with it; expected a name such as 'stable-4.20'.");
                areNamesValid = false;
                continue;
            }

            var graph = await getGraph(channel.Name, cancellationToken).ConfigureAwait(false);
            if (ChannelEnds.Find(channel, name, graph) is { } found)
            {
                ends.Add(found);
            }
        }

        if (!areNamesValid || ends.Count < 2)
        {
            return ReleaseSelection.Empty;
        }

        var source = ends.MinBy(end => end.Lowest.Version, SemanticVersion.TotalOrder)!;
        var target = ends.MaxBy(end => end.Highest.Version, SemanticVersion.TotalOrder)!;
        var walk = new UpgradeWalk(platform.SpanOf("channels"), architecture, diagnostics);
        if (source == target)
        {
            walk.Go(source.Channel.Name, source.Graph, source.Lowest.Version, source.Highest.Version);
        }
        else if (source.Name.IsSameMinor(target.Name) || !source.Name.IsBefore(target.Name))
        {
            walk.Enter(target.Channel.Name, target.Graph, source.Lowest.Version, target.Highest.Version);
        }
        else
        {
            await CrossMinorsAsync(walk, source, target, cancellationToken).ConfigureAwait(false);
        }

        return walk.Finish();
    }

    private async Task CrossMinorsAsync(UpgradeWalk walk, ChannelEnds source, ChannelEnds target, CancellationToken cancellationToken)
    {
        var reached = source.Graph.Nodes[^1].Version;
        walk.Go(source.Channel.Name, source.Graph, source.Lowest.Version, reached);
        var emptyInARow = 0;
        var name = source.Name.NextMinor;
        for (var count = 0; name.IsBefore(target.Name) && count < MaxChannels; count++)
        {
            // EUS channels skip every other minor version; two that are missing in a row end a major version.
            var graph = await getGraph(name.ToString(), cancellationToken).ConfigureAwait(false);
            emptyInARow = graph.Nodes.Count == 0 ? emptyInARow + 1 : 0;
            if (graph.Nodes.Count > 0)
            {
                if (!walk.Enter(name.ToString(), graph, reached, graph.Nodes[^1].Version, orElse: target))
                {
                    return;
                }

                reached = graph.Nodes[^1].Version;
            }

            name = emptyInARow == 2 && name.Major < target.Name.Major ? name.NextMajor : name.NextMinor;
        }

        walk.Enter(target.Channel.Name, target.Graph, reached, target.Highest.Version);
    }
}
