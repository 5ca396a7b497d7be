using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Releases.Selection;

/// <summary>
/// Shortest upgrade paths (SPEC 4.3): over recommended updates if there is such a path, else over those with known risks too, which
/// oc-mirror does not look at. Among equally short paths the one with the highest versions, from the start on.
/// </summary>
public static class UpgradePathFinder
{
    /// <summary>The steps from one release of the graph to another, none if they are the same; null when there is no path.</summary>
    public static IReadOnlyList<UpgradeStep>? Find(UpdateGraph graph, SemanticVersion from, SemanticVersion to) =>
        Search(from, to, graph.RecommendedFrom, graph)
        ?? Search(from, to, version => WithConditional(graph, version), graph);

    private static IEnumerable<SemanticVersion> WithConditional(UpdateGraph graph, SemanticVersion version) =>
        graph.RecommendedFrom(version)
            .Concat(graph.ConditionalFrom(version))
            .Distinct()
            .OrderByDescending(target => target, SemanticVersion.TotalOrder);

    private static List<UpgradeStep>? Search(
        SemanticVersion from, SemanticVersion to, Func<SemanticVersion, IEnumerable<SemanticVersion>> next, UpdateGraph graph)
    {
        var cameFrom = new Dictionary<SemanticVersion, SemanticVersion?> { [from] = null };
        var queue = new Queue<SemanticVersion>([from]);
        while (queue.TryDequeue(out var version) && !cameFrom.ContainsKey(to))
        {
            foreach (var target in next(version))
            {
                if (cameFrom.TryAdd(target, version))
                {
                    queue.Enqueue(target);
                }
            }
        }

        if (!cameFrom.ContainsKey(to))
        {
            return null;
        }

        var steps = new List<UpgradeStep>();
        for (var version = to; cameFrom[version] is { } previous; version = previous)
        {
            steps.Add(new UpgradeStep(previous, version, graph.RisksOf(previous, version)));
        }

        steps.Reverse();
        return steps;
    }
}
