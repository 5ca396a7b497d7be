using Mirror.Model.Configuration;

namespace Mirror.Model.Locking;

/// <summary>
/// Merges two locks that grew out of one, by what they mean and not by lines: what one side alone changed is taken from it, and what is derived is not compared.
/// </summary>
public static class LockThreeWayMerge
{
    /// <summary>Merges the main file; signatures and referrers are a file of their own.</summary>
    /// <param name="ancestor">What both sides grew out of; null if it is not known, then everything that differs counts as changed on both sides.</param>
    /// <param name="moves">
    /// Whether a source, or an operator of it, is to be resolved anew whatever comes of the merge: then ours stands for it until then, and it is no conflict.
    /// </param>
    public static MergedLock Merge(LockFile? ancestor, LockFile ours, LockFile theirs, Func<string, string?, bool> moves)
    {
        var conflicts = new List<MergeConflict>();
        var isGraphMixed = false;
        var catalogs = new Dictionary<string, IReadOnlyList<LockedImage>>(StringComparer.Ordinal);
        var sources = new List<LockedSource>();
        foreach (var key in ours.Sources.Keys.Union(theirs.Sources.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (before, left, right) = (ancestor?.Sources.GetValueOrDefault(key), ours.Sources.GetValueOrDefault(key), theirs.Sources.GetValueOrDefault(key));
            if (TryPick(before, left, right, AreEqual, out var picked))
            {
                sources.AddRange(picked is null ? [] : [picked]);
            }
            else if (left is LockedOperatorSource leftCatalog && right is LockedOperatorSource rightCatalog)
            {
                sources.Add(Merge(before as LockedOperatorSource, leftCatalog, rightCatalog, moves, conflicts, catalogs));
            }
            else if (moves(key, null))
            {
                sources.AddRange(left is null ? [] : [left]);
            }
            else if (left is LockedGraphSource leftGraph && right is LockedGraphSource rightGraph)
            {
                var graph = Merge(before as LockedGraphSource, leftGraph, rightGraph, conflicts);
                isGraphMixed = graph.IsMixed;
                sources.Add(graph.Source);
            }
            else
            {
                conflicts.Add(new MergeConflict($"'{key}' was changed on both sides", key));
            }
        }

        // Older rules on one side make every entry stale, which is right: half of it was selected by them.
        var merged = LockFile.Empty.With(sources) with { ResolverVersion = Math.Min(ours.ResolverVersion, theirs.ResolverVersion) };
        return new MergedLock(merged, conflicts, catalogs, isGraphMixed);
    }

    /// <summary>Merges the file of signatures and referrers.</summary>
    public static (ReferrersLockFile Merged, IReadOnlyList<MergeConflict> Conflicts) Merge(ReferrersLockFile? ancestor, ReferrersLockFile ours, ReferrersLockFile theirs)
    {
        var conflicts = new List<MergeConflict>();
        var images = Merge(ancestor?.Images, ours.Images, theirs.Images, conflicts);
        var signatures = Merge(ancestor?.ReleaseSignatures, ours.ReleaseSignatures, theirs.ReleaseSignatures, conflicts);
        return (ReferrersLockFile.Of(images, signatures), conflicts);
    }

    private static LockedOperatorSource Merge(
        LockedOperatorSource? ancestor,
        LockedOperatorSource ours,
        LockedOperatorSource theirs,
        Func<string, string?, bool> moves,
        List<MergeConflict> conflicts,
        Dictionary<string, IReadOnlyList<LockedImage>> catalogs)
    {
        if (!TryPick(ancestor is null ? null : Entry(ancestor), Entry(ours), Entry(theirs), (left, right) => left.Equals(right), out var entry)
            && !moves(ours.Key, null))
        {
            conflicts.Add(new MergeConflict($"what '{ours.Key}' asks of its catalog was changed on both sides", ours.Key));
        }

        var packages = new List<LockedOperatorPackage>();
        var before = ancestor is null ? null : Packages(ancestor);
        var (left, right) = (Packages(ours), Packages(theirs));
        foreach (var name in left.Keys.Union(right.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (TryPick(before?.GetValueOrDefault(name), left.GetValueOrDefault(name), right.GetValueOrDefault(name), (one, other) => one == other, out var package))
            {
                packages.AddRange(package is null ? [] : [package]);
            }
            else if (moves(ours.Key, name))
            {
                packages.AddRange(left.TryGetValue(name, out package) ? [package] : []);
            }
            else
            {
                conflicts.Add(new MergeConflict($"the operator '{name}' of '{ours.Key}' was changed on both sides", name));
            }
        }

        // Which of two catalogs has the operators of both sides is for whoever can read them.
        catalogs[ours.Key] = TryPick(ancestor?.Resolved, ours.Resolved, theirs.Resolved, (one, other) => one == other, out var resolved)
            ? [resolved!]
            : [.. new[] { ours.Resolved, theirs.Resolved }.OrderBy(catalog => catalog.Image.ToString(), StringComparer.Ordinal)];
        var side = entry is null || entry.Equals(Entry(ours)) ? ours : theirs;
        return side with
        {
            Resolved = catalogs[ours.Key][0],
            Packages = [.. packages],
            Blocked = [.. Union(ancestor?.Blocked, ours.Blocked, theirs.Blocked)],
        };
    }

    /// <summary>Graph data and their base are two pins. Which of two graph data are newer, nothing in them tells.</summary>
    private static (LockedGraphSource Source, bool IsMixed) Merge(LockedGraphSource? ancestor, LockedGraphSource ours, LockedGraphSource theirs, List<MergeConflict> conflicts)
    {
        if (!TryPick(ancestor?.Data, ours.Data, theirs.Data, (left, right) => left == right, out var data))
        {
            conflicts.Add(new MergeConflict(
                $"the graph data of '{ours.Key}' were moved on both sides, to '{ours.Data.Digest}' and to '{theirs.Data.Digest}'", ours.Key));
        }

        if (!TryPick(ancestor?.Base, ours.Base, theirs.Base, (left, right) => left == right, out var image))
        {
            conflicts.Add(new MergeConflict($"the base image of '{ours.Key}' was moved on both sides, to '{ours.Base.Image}' and to '{theirs.Base.Image}'", ours.Key));
        }

        return data == ours.Data && image == ours.Base ? (ours, false)
            : data == theirs.Data && image == theirs.Base ? (theirs, false)
            : (ours with { Data = data!, Base = image! }, true);
    }

    /// <summary>What the entry of the configuration says of the catalog as a whole.</summary>
    private static (Digest InputHash, string Requested, ValueList<Platform> Platforms)? Entry(LockedOperatorSource source) =>
        (source.InputHash, source.Requested, source.Platforms);

    private static Dictionary<string, LockedOperatorPackage> Packages(LockedOperatorSource source) =>
        source.Packages.ToDictionary(package => package.Name, StringComparer.Ordinal);

    private static IEnumerable<string> Union(IReadOnlyList<string>? ancestor, IReadOnlyList<string> ours, IReadOnlyList<string> theirs) => ours.Union(theirs, StringComparer.Ordinal)
        .Where(reference => ancestor?.Contains(reference) != true || (ours.Contains(reference) && theirs.Contains(reference)))
        .Order(StringComparer.Ordinal);

    private static List<KeyValuePair<TKey, IReadOnlyList<TItem>>> Merge<TKey, TItem>(
        IReadOnlyDictionary<TKey, IReadOnlyList<TItem>>? ancestor,
        IReadOnlyDictionary<TKey, IReadOnlyList<TItem>> ours,
        IReadOnlyDictionary<TKey, IReadOnlyList<TItem>> theirs,
        List<MergeConflict> conflicts)
        where TKey : notnull
    {
        var merged = new List<KeyValuePair<TKey, IReadOnlyList<TItem>>>();
        foreach (var key in ours.Keys.Union(theirs.Keys))
        {
            if (!TryPick(ancestor?.GetValueOrDefault(key), ours.GetValueOrDefault(key), theirs.GetValueOrDefault(key), (left, right) => left.SequenceEqual(right), out var picked))
            {
                conflicts.Add(new MergeConflict($"'{key}' was changed on both sides", Update: null));
            }
            else if (picked is not null)
            {
                merged.Add(KeyValuePair.Create(key, picked));
            }
        }

        return merged;
    }

    /// <summary>What both sides have, or the side that changed it; false if both did.</summary>
    private static bool TryPick<T>(T? ancestor, T? ours, T? theirs, Func<T, T, bool> areEqual, out T? picked)
    {
        var isSame = Same(ours, theirs);
        picked = isSame || Same(theirs, ancestor) ? ours : theirs;
        return isSame || Same(theirs, ancestor) || Same(ours, ancestor);

        bool Same(T? left, T? right) => left is null ? right is null : right is not null && areEqual(left, right);
    }

    // Bytes, because a source also knows where it was read from.
    private static bool AreEqual(LockedSource left, LockedSource right) => Bytes(left).AsSpan().SequenceEqual(Bytes(right));

    private static byte[] Bytes(LockedSource source) => LockFileWriter.Write(LockFile.Empty.With([source]));
}
