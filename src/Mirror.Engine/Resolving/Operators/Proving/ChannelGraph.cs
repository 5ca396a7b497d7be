namespace Mirror.Engine.Resolving.Operators.Proving;

/// <summary>
/// The upgrade graph of a channel as OLM sees it: the head is the one entry that no other replaces or skips, the chain is what it replaces, and so
/// on. <c>skipRange</c> has no part in it.
/// </summary>
internal sealed class ChannelGraph
{
    private readonly Dictionary<string, ChannelEntry> _entries;

    private ChannelGraph(Dictionary<string, ChannelEntry> entries, IReadOnlyList<ChannelEntry> chain, IReadOnlyList<ChannelProblem> problems)
    {
        _entries = entries;
        Chain = chain;
        Problems = problems;
    }

    /// <summary>From the head down, as far as there are entries; empty if there is no single head.</summary>
    public IReadOnlyList<ChannelEntry> Chain { get; }

    /// <summary>Everything that makes the graph unusable; <see cref="Stranded"/> is asked for separately.</summary>
    public IReadOnlyList<ChannelProblem> Problems { get; }

    /// <summary>Whether the channel has an entry of this name.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>Builds the graph of <paramref name="entries"/>.</summary>
    public static ChannelGraph Build(IReadOnlyList<ChannelEntry> entries)
    {
        var problems = new List<ChannelProblem>();
        var byName = new Dictionary<string, ChannelEntry>(entries.Count, StringComparer.Ordinal);
        var covered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            AddEntry(entry, byName, covered, problems);
        }

        if (entries.Count == 0)
        {
            problems.Add(new ChannelProblem(ChannelProblemKind.Empty, []));
            return new ChannelGraph(byName, [], problems);
        }

        var heads = byName.Keys.Where(name => !covered.Contains(name)).Order(StringComparer.Ordinal).ToList();
        if (heads.Count != 1)
        {
            problems.Add(heads.Count == 0
                ? new ChannelProblem(ChannelProblemKind.NoHead, [.. byName.Keys.Order(StringComparer.Ordinal)])
                : new ChannelProblem(ChannelProblemKind.SeveralHeads, heads));
            return new ChannelGraph(byName, [], problems);
        }

        return new ChannelGraph(byName, Follow(byName, heads[0], problems), problems);
    }

    /// <summary>
    /// The entries that are neither skipped by any entry nor on the way down from the head, which ends where a skipped one is replaced: OLM takes those out of the
    /// graph with what they replace. It refuses a channel that has some.
    /// </summary>
    public IReadOnlyList<string> Stranded()
    {
        var skipped = _entries.Values.SelectMany(entry => entry.Skips).ToHashSet(StringComparer.Ordinal);
        var reached = skipped.ToHashSet(StringComparer.Ordinal);
        foreach (var entry in Chain)
        {
            reached.Add(entry.Name);
            if (skipped.Contains(entry.Replaces))
            {
                break;
            }
        }

        return [.. _entries.Keys.Where(name => !reached.Contains(name)).Order(StringComparer.Ordinal)];
    }

    private static void AddEntry(
        ChannelEntry entry, Dictionary<string, ChannelEntry> byName, HashSet<string> covered, List<ChannelProblem> problems)
    {
        if (entry.Name.Length == 0)
        {
            problems.Add(new ChannelProblem(ChannelProblemKind.Nameless, []));
            return;
        }

        if (!byName.TryAdd(entry.Name, entry))
        {
            problems.Add(new ChannelProblem(ChannelProblemKind.Duplicate, [entry.Name]));
        }

        if (entry.Replaces == entry.Name)
        {
            problems.Add(new ChannelProblem(ChannelProblemKind.ReplacesItself, [entry.Name]));
        }
        else if (entry.Replaces.Length > 0)
        {
            covered.Add(entry.Replaces);
        }

        foreach (var skip in entry.Skips)
        {
            if (skip.Length == 0)
            {
                problems.Add(new ChannelProblem(ChannelProblemKind.SkipsNameless, [entry.Name]));
            }
            else if (skip == entry.Name)
            {
                problems.Add(new ChannelProblem(ChannelProblemKind.SkipsItself, [entry.Name]));
            }
            else
            {
                covered.Add(skip);
            }
        }
    }

    private static List<ChannelEntry> Follow(Dictionary<string, ChannelEntry> byName, string head, List<ChannelProblem> problems)
    {
        var chain = new List<ChannelEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var name = head; byName.TryGetValue(name, out var entry); name = entry.Replaces)
        {
            if (!seen.Add(name))
            {
                // One that replaces itself is reported already.
                var way = chain.SkipWhile(passed => passed.Name != name).Select(passed => passed.Name).Append(name).ToList();
                if (way.Count > 2)
                {
                    problems.Add(new ChannelProblem(ChannelProblemKind.Cycle, way));
                }

                break;
            }

            chain.Add(entry);
        }

        return chain;
    }
}
