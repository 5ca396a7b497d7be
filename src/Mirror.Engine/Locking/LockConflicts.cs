using Mirror.Engine.Resolving.Operators.Rebuilding;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Locking;

/// <summary>What is left to do after two locks were merged by meaning.</summary>
internal static class LockConflicts
{
    /// <exception cref="MirrorException">MIR2437, one for each thing that both sides changed.</exception>
    public static void ThrowIfAny(string name, IReadOnlyList<string> conflicts)
    {
        if (conflicts.Count > 0)
        {
            throw new MirrorException(
            [
                .. conflicts.Select(conflict => MirrorErrors.LockMergeConflict.Diagnostic(
                    $"'{name}' cannot be merged: {conflict}. Take one side of it, or resolve it again with '--target Lock --update'.")),
            ]);
        }
    }

    /// <summary>The merged lock with its derived values.</summary>
    /// <param name="entries">What the configuration says, by key; empty where it is not known.</param>
    public static async Task<LockFile> DeriveAsync(
        MergedLock merged, CatalogRepair catalogs, IReadOnlyDictionary<string, ISourceEntry> entries, CancellationToken cancellationToken)
    {
        var sources = new List<LockedSource>();
        foreach (var (key, source) in merged.Lock.Sources)
        {
            sources.Add(merged.Catalogs.TryGetValue(key, out var candidates)
                ? await catalogs.RepairAsync((LockedOperatorSource)source, entries.GetValueOrDefault(key) as OperatorCatalog, candidates, cancellationToken).ConfigureAwait(false)
                : source);
        }

        return merged.Lock.With(sources) with { ResolverVersion = merged.Lock.ResolverVersion };
    }
}
