using Mirror.Engine.Resolving.Operators.Proving;

namespace Mirror.Engine.Resolving.Operators.Filtering;

/// <summary>Chooses the entries of a channel that a version range keeps (SPEC 5.4, graph algorithm).</summary>
internal static class ChannelSelection
{
    /// <summary>
    /// The names that stay: the piece of the chain that is needed to reach everything in range, out-of-range links between included, and what its
    /// links skip as far as it is in range. Empty when nothing of the channel is in range.
    /// </summary>
    public static HashSet<string> Select(ChannelGraph graph, Func<string, bool> isInRange)
    {
        var counts = Count(graph.Chain, isInRange);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        if (counts.Length == 0 || counts[0] == 0)
        {
            return kept;
        }

        var head = Array.LastIndexOf(counts, counts[0]);
        for (var i = head; i < counts.Length && counts[i] > 0; i++)
        {
            kept.Add(graph.Chain[i].Name);
            kept.UnionWith(graph.Chain[i].Skips.Where(skip => graph.Has(skip) && isInRange(skip)));
        }

        return kept;
    }

    /// <summary>For every link of the chain: how many names in range it and those below it bring, each name counted once.</summary>
    private static int[] Count(IReadOnlyList<ChannelEntry> chain, Func<string, bool> isInRange)
    {
        var counts = new int[chain.Count];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var count = 0;
        for (var i = chain.Count - 1; i >= 0; i--)
        {
            count += chain[i].Skips.Prepend(chain[i].Name).Count(name => seen.Add(name) && isInRange(name));
            counts[i] = count;
        }

        return counts;
    }
}
