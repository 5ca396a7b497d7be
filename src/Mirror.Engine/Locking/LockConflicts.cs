using Mirror.Engine.Options;
using Mirror.Engine.Resolving.Operators.Rebuilding;
using Mirror.Engine.Resolving.Releases.Graphs;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Locking;

/// <summary>What is left to do after two locks were merged by meaning.</summary>
/// <param name="options">Of the mirror whose lock it is.</param>
internal sealed class LockConflicts(MirrorOptions options, CatalogRepair catalogs, GraphRepair graphs)
{
    /// <exception cref="MirrorException">MIR2437, one for each thing that both sides changed; the last one has the commands that solve all of it.</exception>
    public void ThrowIfAny(string name, IReadOnlyList<MergeConflict> conflicts)
    {
        if (conflicts.Count == 0)
        {
            return;
        }

        var updates = conflicts.Select(conflict => conflict.Update).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var commands = updates.Count == 0 ? "" : $" Or keep ours for now and resolve it anew: {ResolveAnew(updates)}.";
        throw new MirrorException(
        [
            .. conflicts.Select((conflict, index) => MirrorErrors.LockMergeConflict.Diagnostic(
                $"'{name}' cannot be merged: {conflict.Clause}. Take one side of it.{(index == conflicts.Count - 1 ? commands : "")}")),
        ]);
    }

    /// <summary>The merged lock with its derived values.</summary>
    /// <param name="entries">What the configuration says, by key; empty where it is not known.</param>
    /// <exception cref="MirrorException">MIR2435: the store does not have what they are derived from.</exception>
    public async Task<LockFile> DeriveAsync(MergedLock merged, IReadOnlyDictionary<string, ISourceEntry> entries, CancellationToken cancellationToken)
    {
        var sources = new List<LockedSource>();
        foreach (var (key, source) in merged.Lock.Sources)
        {
            sources.Add(source switch
            {
                LockedOperatorSource operators when merged.Catalogs.TryGetValue(key, out var candidates) =>
                    await catalogs.RepairAsync(operators, entries.GetValueOrDefault(key) as OperatorCatalog, candidates, cancellationToken).ConfigureAwait(false),
                LockedGraphSource graph when merged.IsGraphMixed => await DeriveAsync(graph, cancellationToken).ConfigureAwait(false),
                _ => source,
            });
        }

        return merged.Lock.With(sources) with { ResolverVersion = merged.Lock.ResolverVersion };
    }

    private async Task<LockedGraphSource> DeriveAsync(LockedGraphSource graph, CancellationToken cancellationToken) =>
        await graphs.FindAsync(graph, cancellationToken).ConfigureAwait(false)
        ?? throw MirrorErrors.DerivedCatalogUnknown.Exception(
            $"One side of the merge moved the graph data and the other their base image, and the store '{options.DisplayPath(options.StoreFolder)}' does not have the graph data "
            + $"'{graph.Data.Digest}' and '{graph.Base.Image}' to compute the graph image again. Use the store of the machine that locked them, or keep ours for now and resolve it anew: {ResolveAnew([graph.Key])}.");

    private string ResolveAnew(IReadOnlyList<string> names)
    {
        var updates = string.Concat(names.Select(name => $" --update {SuggestedCommand.Quote(name)}"));
        return $"'{SuggestedCommand.For(options, $"--target LockRepair{updates}")}', then '{SuggestedCommand.For(options, $"--target Lock{updates}")}'";
    }
}
