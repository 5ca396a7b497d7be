using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Configuration;
using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Releases.Selection;

/// <summary>What a channel's settings mean for one graph; both ends belong to it.</summary>
public sealed record ReleaseRange(SemanticVersion Min, SemanticVersion Max)
{
    /// <summary>
    /// The table of SPEC 4.3. Every architecture has its own: what one has must never bound the next.
    /// </summary>
    /// <param name="graph">With at least one node.</param>
    public static ReleaseRange Resolve(ReleaseChannel channel, UpdateGraph graph)
    {
        var lowest = graph.Nodes[0].Version;
        var highest = graph.Nodes[^1].Version;
        return (channel.MinVersion, channel.MaxVersion) switch
        {
            ({ } min, { } max) => new ReleaseRange(min, max),
            ({ } min, null) => new ReleaseRange(min, highest),
            (null, { } max) => new ReleaseRange(lowest, max),
            _ => new ReleaseRange(channel.Full ? lowest : highest, highest),
        };
    }

    /// <summary>By precedence, so that pre-releases of the lower end are below it.</summary>
    public bool Contains(SemanticVersion version) => version >= Min && version <= Max;
}
