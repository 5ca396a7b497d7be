using Mirror.Engine.Describing;

namespace Mirror.Engine.Diffing;

/// <summary>Compares two locks. Needs nothing but them.</summary>
internal static class LockComparison
{
    public static LockDiff Compare(LockSnapshot old, LockSnapshot now)
    {
        var renames = ScopeRenames(old.Items, now.Items);
        var before = old.Items.ToLookup(item => (item.Kind, Scope: renames.GetValueOrDefault(item.Scope, item.Scope), item.Line));
        var after = now.Items.ToLookup(item => (item.Kind, item.Scope, item.Line));
        var lines = before.Select(group => group.Key).Union(after.Select(group => group.Key));
        return new LockDiff(old, now)
        {
            Changes =
            [
                .. lines.SelectMany(line => Compare(line.Kind, line.Scope, line.Line, [.. before[line]], [.. after[line]]))
                    .OrderBy(change => change.Change)
                    .ThenBy(change => change.Kind)
                    .ThenBy(change => change.Scope, StringComparer.Ordinal)
                    .ThenBy(change => change.Line, StringComparer.Ordinal),
            ],
            NewImages = Without(now, old),
            GoneImages = Without(old, now),
            Signatures = SignatureComparison.Compare(old, now),
        };
    }

    // A catalog that goes from v4.19 to v4.20 takes its operators along: they are the same ones, in another version. With two of a family nobody can tell.
    private static Dictionary<string, string> ScopeRenames(IReadOnlyList<LockedItem> old, IReadOnlyList<LockedItem> now)
    {
        var gone = Families(old, now);
        var come = Families(now, old);
        return gone
            .Where(family => family.Count() == 1 && come[family.Key].Count() == 1)
            .ToDictionary(family => family.Single(), family => come[family.Key].Single(), StringComparer.Ordinal);

        static ILookup<string, string> Families(IReadOnlyList<LockedItem> items, IReadOnlyList<LockedItem> others)
        {
            var known = others.Select(item => item.Scope).ToHashSet(StringComparer.Ordinal);
            return items.Where(item => item.ScopeFamily.Length > 0 && !known.Contains(item.Scope))
                .DistinctBy(item => item.Scope)
                .ToLookup(item => item.ScopeFamily, item => item.Scope, StringComparer.Ordinal);
        }
    }

    private static IEnumerable<ItemChange> Compare(ItemKind kind, string scope, string line, List<LockedItem> before, List<LockedItem> after)
    {
        var old = before.ToDictionary(item => item.Label, StringComparer.Ordinal);
        var now = after.ToDictionary(item => item.Label, StringComparer.Ordinal);
        var moved = after.Where(item => old.TryGetValue(item.Label, out var same) && same.Digest != item.Digest).ToList();
        if (moved.Count > 0)
        {
            yield return new ItemChange(
                ChangeKind.Moved,
                kind,
                scope,
                line,
                Sort(moved.Select(item => old[item.Label])),
                Sort(moved),
                Sort(after.Where(item => old.ContainsKey(item.Label)).Except(moved)));
        }

        var removed = before.Where(item => !item.IsPart && !now.ContainsKey(item.Label)).ToList();
        var added = after.Where(item => !item.IsPart && !old.ContainsKey(item.Label)).ToList();
        if (removed.Count + added.Count > 0)
        {
            var change = Classify(kind, before, after, removed, added);
            yield return new ItemChange(change, kind, scope, line, Sort(removed), Sort(added), Sort(after.Except(added)));
        }
    }

    private static ChangeKind Classify(ItemKind kind, List<LockedItem> before, List<LockedItem> after, List<LockedItem> removed, List<LockedItem> added)
    {
        if (removed.Count == 0)
        {
            return ChangeKind.Added;
        }

        if (added.Count == 0)
        {
            return ChangeKind.Removed;
        }

        return (Highest(kind, before), Highest(kind, after)) is ({ } old, { } now)
            ? VersionOrder.Compare(kind, now, old) switch
            {
                < 0 => ChangeKind.Downgraded,
                > 0 => ChangeKind.Updated,
                _ => ChangeKind.Replaced,
            }
            : ChangeKind.Replaced;
    }

    // Null when two of them cannot be compared.
    private static string? Highest(ItemKind kind, List<LockedItem> items)
    {
        string? highest = items[0].Version;
        foreach (var item in items.Skip(1))
        {
            highest = highest is null ? null : VersionOrder.Compare(kind, highest, item.Version) switch
            {
                null => null,
                < 0 => item.Version,
                _ => highest,
            };
        }

        return highest;
    }

    // By version where versions can be compared, which is not a total order; so ordinal order first, then insertion.
    private static List<LockedItem> Sort(IEnumerable<LockedItem> items)
    {
        var sorted = new List<LockedItem>();
        foreach (var item in items.OrderBy(item => item.Label, StringComparer.Ordinal))
        {
            var place = sorted.FindLastIndex(other => VersionOrder.Compare(item.Kind, other.Version, item.Version) is <= 0 or null) + 1;
            sorted.Insert(place, item);
        }

        return sorted;
    }

    private static List<ImageShare> Without(LockSnapshot lockFile, LockSnapshot other) =>
    [
        .. lockFile.Images.Where(pair => !other.Images.ContainsKey(pair.Key))
            .Select(pair => pair.Value)
            .OrderBy(image => image.Image.ToString(), StringComparer.Ordinal),
    ];
}
