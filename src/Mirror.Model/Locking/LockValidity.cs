using Mirror.Model.Configuration;
using Mirror.Model.Planning;

namespace Mirror.Model.Locking;

/// <summary>Whether a lock answers a configuration: offline, always checked, a list of reasons and not a bool (DESIGN 4).</summary>
public static class LockValidity
{
    /// <summary>Every difference, in the order of the keys; none if the lock is valid.</summary>
    public static IReadOnlyList<StaleSource> Check(LockFile lockFile, ExpectedSources expected)
    {
        var reasons = new List<StaleSource>();
        var entries = expected.Entries.ToDictionary(entry => entry.SourceKey, StringComparer.Ordinal);
        var removed = lockFile.Sources.Values.Where(source => !entries.ContainsKey(source.Key)).ToList();
        foreach (var entry in expected.Entries)
        {
            if (!lockFile.Sources.TryGetValue(entry.SourceKey, out var locked))
            {
                reasons.Add(Added(entry, removed));
            }
            else if (!locked.Answers(entry))
            {
                reasons.Add(Changed(entry, locked));
            }
            else if (lockFile.ResolverVersion != LockFile.CurrentResolverVersion)
            {
                reasons.Add(new StaleSource(
                    entry.SourceKey,
                    StaleKind.Rules,
                    $"'{entry.SourceKey}' was resolved by selection rules {lockFile.ResolverVersion}; this program has rules {LockFile.CurrentResolverVersion}.",
                    entry.Span));
            }
            else if (Blocking(locked, expected.BlockedImages, entry) is { } blocking)
            {
                reasons.Add(blocking);
            }
        }

        reasons.AddRange(removed.Select(source => Removed(source, expected)));
        return [.. reasons.OrderBy(reason => reason.Key, StringComparer.Ordinal)];
    }

    private static StaleSource Added(ISourceEntry entry, IReadOnlyList<LockedSource> removed)
    {
        // A changed tag is another key; people think of it as a changed image.
        var predecessor = entry is AdditionalImage image
            ? removed.OfType<LockedImageSource>().FirstOrDefault(source => source.Name.Name == image.Name.Name)
            : null;
        return predecessor is null
            ? new StaleSource(entry.SourceKey, StaleKind.Added, $"'{entry.SourceKey}' is not in the lock.", entry.Span)
            : new StaleSource(
                entry.SourceKey,
                StaleKind.Added,
                $"'{entry.SourceKey}' is not in the lock: name {predecessor.Name} -> {((AdditionalImage)entry).Name}.",
                ((AdditionalImage)entry).SpanOf("name"));
    }

    private static StaleSource Changed(ISourceEntry entry, LockedSource locked)
    {
        var changes = SourceInput.Compare(locked.RequestedFields, entry.Input);
        if (changes is null or { Count: 0 })
        {
            return new StaleSource(
                entry.SourceKey,
                StaleKind.Changed,
                $"'{entry.SourceKey}' has another input hash than the lock: {locked.InputHash.ToShortString()} -> {entry.Input.Hash.ToShortString()}.",
                entry.Span);
        }

        return new StaleSource(
            entry.SourceKey,
            StaleKind.Changed,
            $"'{entry.SourceKey}' was changed: {string.Join(", ", changes)}.",
            changes[0].Span ?? entry.Span);
    }

    // An additional image that is blocked is no entry at all; other kinds bring images that may be.
    private static StaleSource? Blocking(LockedSource locked, BlockedImages blocked, ISourceEntry entry)
    {
        foreach (var image in locked.Images().Where(image => !image.IsBuilt || image.Kind == ImageKind.OperatorCatalog))
        {
            if ((blocked.Find(image.Origin.ToString()) ?? blocked.Find(image.Source.ToString())) is { } expression)
            {
                return new StaleSource(
                    locked.Key,
                    StaleKind.Changed,
                    $"'{locked.Key}' brings '{image.Origin}', which is now blocked by the expression '{expression.Name}'.",
                    expression.Span);
            }
        }

        return locked.Blocked.FirstOrDefault(reference => blocked.Find(reference) is null) is { } allowed
            ? new StaleSource(locked.Key, StaleKind.Changed, $"'{locked.Key}' left out '{allowed}', which is no longer blocked.", entry.Span)
            : null;
    }

    private static StaleSource Removed(LockedSource source, ExpectedSources expected) =>
        expected.Blocked.TryGetValue(source.Key, out var block)
            ? new StaleSource(
                source.Key,
                StaleKind.Removed,
                $"'{source.Key}' is in the lock but blocked by the expression '{block.Name}'.",
                block.Span)
            : new StaleSource(
                source.Key,
                StaleKind.Removed,
                $"'{source.Key}' is in the lock but no longer in the configuration.",
                source.Span);
}
