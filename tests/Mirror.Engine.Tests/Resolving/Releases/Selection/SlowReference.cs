using System.Text.Json;

namespace Mirror.Engine.Tests.Resolving.Releases.Selection;

/// <summary>
/// Selection by its definition, from the raw answer: versions are compared by their numbers, distances come from relaxing every edge until
/// nothing changes, and a path takes the highest version that is one step nearer. Shares nothing with the code under test.
/// </summary>
internal sealed class SlowReference
{
    private readonly List<string> _versions;
    private readonly HashSet<(string From, string To)> _edges;
    private readonly HashSet<(string From, string To)> _conditional = [];

    public SlowReference(string json)
    {
        using var document = JsonDocument.Parse(json);
        var nodes = document.RootElement.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("version").GetString()!).ToArray();
        _versions = [.. nodes.OrderBy(Key, StringComparer.Ordinal)];
        _edges = [.. document.RootElement.GetProperty("edges").EnumerateArray().Select(edge => (nodes[edge[0].GetInt32()], nodes[edge[1].GetInt32()]))];
        if (document.RootElement.TryGetProperty("conditionalEdges", out var groups))
        {
            foreach (var edge in groups.EnumerateArray().SelectMany(group => group.GetProperty("edges").EnumerateArray()))
            {
                _conditional.Add((edge.GetProperty("from").GetString()!, edge.GetProperty("to").GetString()!));
            }
        }

        _conditional.RemoveWhere(edge => !nodes.Contains(edge.From) || !nodes.Contains(edge.To));
    }

    public IReadOnlyList<string> Versions => _versions;

    public IReadOnlyList<string> Range(string min, string max) =>
        [.. _versions.Where(version => string.CompareOrdinal(Key(version), Key(min)) >= 0 && string.CompareOrdinal(Key(version), Key(max)) <= 0)];

    /// <summary>The versions of the shortest path, or null.</summary>
    public IReadOnlyList<string>? Path(string from, string to) => Path(from, to, _edges) ?? Path(from, to, [.. _edges, .. _conditional]);

    public int CountRisks(IReadOnlyList<string> path) => path.Zip(path.Skip(1)).Count(_conditional.Contains);

    private static List<string>? Path(string from, string to, HashSet<(string From, string To)> edges)
    {
        var distance = new Dictionary<string, int> { [to] = 0 };
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (tail, head) in edges)
            {
                if (distance.TryGetValue(head, out var rest) && rest + 1 < distance.GetValueOrDefault(tail, int.MaxValue))
                {
                    distance[tail] = rest + 1;
                    changed = true;
                }
            }
        }

        if (!distance.ContainsKey(from))
        {
            return null;
        }

        var path = new List<string> { from };
        while (path[^1] != to)
        {
            path.Add(edges
                .Where(edge => edge.From == path[^1] && distance.GetValueOrDefault(edge.To, -1) == distance[path[^1]] - 1)
                .Select(edge => edge.To)
                .MaxBy(Key, StringComparer.Ordinal)!);
        }

        return path;
    }

    /// <summary>A text that sorts ordinally as the versions of these answers do: numbers padded, releases behind pre-releases.</summary>
    private static string Key(string version)
    {
        var hyphen = version.IndexOf('-', StringComparison.Ordinal);
        var core = hyphen < 0 ? version : version[..hyphen];
        return string.Join('.', core.Split('.').Select(part => part.PadLeft(6, '0'))) + (hyphen < 0 ? "~" : version[hyphen..]);
    }
}
