using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Configuration;

namespace Mirror.Engine.Resolving.Releases.Selection;

/// <summary>A channel with the lowest and highest release that its settings admit.</summary>
internal sealed record ChannelEnds(ReleaseChannel Channel, ReleaseChannelName Name, UpdateGraph Graph, ReleaseNode Lowest, ReleaseNode Highest)
{
    /// <summary>Null when the settings admit nothing.</summary>
    public static ChannelEnds? Find(ReleaseChannel channel, ReleaseChannelName name, UpdateGraph graph)
    {
        if (graph.Nodes.Count == 0)
        {
            return null;
        }

        var range = ReleaseRange.Resolve(channel, graph);
        var admitted = graph.Nodes.Where(node => range.Contains(node.Version)).ToList();
        return admitted.Count == 0 ? null : new ChannelEnds(channel, name, graph, admitted[0], admitted[^1]);
    }
}
