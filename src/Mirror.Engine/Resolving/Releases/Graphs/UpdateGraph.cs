using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Releases.Graphs;

/// <summary>
/// What an update service says of one channel and architecture: releases and the updates between them. An update is recommended (an edge),
/// or recommended unless a risk applies (a conditional edge), or both, which clusters take as conditional.
/// </summary>
public sealed class UpdateGraph
{
    private readonly Dictionary<SemanticVersion, ReleaseNode> _byVersion;
    private readonly Dictionary<SemanticVersion, List<SemanticVersion>> _edges = [];
    private readonly Dictionary<SemanticVersion, List<SemanticVersion>> _conditionalEdges = [];
    private readonly Dictionary<(SemanticVersion From, SemanticVersion To), List<UpdateRisk>> _risks = [];

    /// <summary>Versions of the nodes are distinct; edges to versions that are no node are left out.</summary>
    public UpdateGraph(
        IEnumerable<ReleaseNode> nodes,
        IEnumerable<(SemanticVersion From, SemanticVersion To)> edges,
        IEnumerable<(SemanticVersion From, SemanticVersion To, IReadOnlyList<UpdateRisk> Risks)> conditionalEdges)
    {
        Nodes = [.. nodes.OrderBy(node => node.Version, SemanticVersion.TotalOrder)];
        _byVersion = Nodes.ToDictionary(node => node.Version);
        foreach (var (from, to) in edges)
        {
            Connect(_edges, from, to);
        }

        foreach (var (from, to, risks) in conditionalEdges)
        {
            Connect(_conditionalEdges, from, to);
            if (!_risks.TryGetValue((from, to), out var known))
            {
                _risks[(from, to)] = known = [];
            }

            known.AddRange(risks.Except(known).ToList());
        }

        // Highest first: so the search finds the path with the highest versions among equally short ones (SPEC 4.3).
        foreach (var targets in _edges.Values.Concat(_conditionalEdges.Values))
        {
            targets.Sort((left, right) => SemanticVersion.TotalOrder.Compare(right, left));
        }
    }

    /// <summary>Lowest version first.</summary>
    public IReadOnlyList<ReleaseNode> Nodes { get; }

    /// <summary>The release of <paramref name="version"/>, by all parts or else by precedence.</summary>
    public ReleaseNode? Find(SemanticVersion version) =>
        _byVersion.GetValueOrDefault(version) ?? Nodes.FirstOrDefault(node => node.Version.CompareTo(version) == 0);

    /// <summary>Where recommended updates from <paramref name="version"/> lead, highest first.</summary>
    public IReadOnlyList<SemanticVersion> RecommendedFrom(SemanticVersion version) => _edges.GetValueOrDefault(version) ?? [];

    /// <summary>Where updates with known risks lead from <paramref name="version"/>, highest first.</summary>
    public IReadOnlyList<SemanticVersion> ConditionalFrom(SemanticVersion version) => _conditionalEdges.GetValueOrDefault(version) ?? [];

    /// <summary>The risks of one update, in the order of the answer; empty when there are none.</summary>
    public IReadOnlyList<UpdateRisk> RisksOf(SemanticVersion from, SemanticVersion to) => _risks.GetValueOrDefault((from, to)) ?? [];

    private void Connect(Dictionary<SemanticVersion, List<SemanticVersion>> edges, SemanticVersion from, SemanticVersion to)
    {
        if (!_byVersion.ContainsKey(from) || !_byVersion.ContainsKey(to))
        {
            return;
        }

        if (!edges.TryGetValue(from, out var targets))
        {
            edges[from] = targets = [];
        }

        targets.Add(to);
    }
}
