using Mirror.Model.Configuration;

namespace Mirror.Model.Locking;

/// <summary>
/// Merges two locks that grew out of one, by what they mean and not by lines: what one side alone changed is taken from it, and what is derived is not compared.
/// </summary>
public static class LockThreeWayMerge
{
    /// <summary>Merges the main file; signatures and referrers are a file of their own.</summary>
    /// <param name="ancestor">What both sides grew out of; null if it is not known, then everything that differs counts as changed on both sides.</param>
    public static MergedLock Merge(LockFile? ancestor, LockFile ours, LockFile theirs)
    {
        var conflicts = new List<string>();
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
                sources.Add(Merge(before as LockedOperatorSource, leftCatalog, rightCatalog, conflicts, catalogs));
            }
            else
            {
                conflicts.Add($"'{key}' was changed on both sides");
            }
        }

        // Older rules on one side make every entry stale, which is right: half of it was selected by them.
        var merged = LockFile.Empty.With(sources) with { ResolverVersion = Math.Min(ours.ResolverVersion, theirs.ResolverVersion) };
        return new MergedLock(merged, conflicts, catalogs);
    }

    /// <summary>Merges the file of signatures and referrers.</summary>
    public static (ReferrersLockFile Merged, IReadOnlyList<string> Conflicts) Merge(ReferrersLockFile? ancestor, ReferrersLockFile ours, ReferrersLockFile theirs)
    {
        var conflicts = new List<string>();
        var images = Merge(ancestor?.Images, ours.Images, theirs.Images, conflicts);
        var signatures = Merge(ancestor?.ReleaseSignatures, ours.ReleaseSignatures, theirs.ReleaseSignatures, conflicts);
        return (ReferrersLockFile.Of(images, signatures), conflicts);
    }

    private static LockedOperatorSource Merge(
        LockedOperatorSource? ancestor,
        LockedOperatorSource ours,
        LockedOperatorSource theirs,
        List<string> conflicts,
        Dictionary<string, IReadOnlyList<LockedImage>> catalogs)
    {
        if (!TryPick(ancestor is null ? null : Entry(ancestor), Entry(ours), Entry(theirs), (left, right) => left.Equals(right), out var entry))
        {
            conflicts.Add($"what '{ours.Key}' asks of its catalog was changed on both sides");
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
            else
            {
                conflicts.Add($"the operator '{name}' of '{ours.Key}' was changed on both sides");
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
        List<string> conflicts)
        where TKey : notnull
    {
        var merged = new List<KeyValuePair<TKey, IReadOnlyList<TItem>>>();
        foreach (var key in ours.Keys.Union(theirs.Keys))
        {
            if (!TryPick(ancestor?.GetValueOrDefault(key), ours.GetValueOrDefault(key), theirs.GetValueOrDefault(key), (left, right) => left.SequenceEqual(right), out var picked))
            {
                conflicts.Add($"'{key}' was changed on both sides");
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
