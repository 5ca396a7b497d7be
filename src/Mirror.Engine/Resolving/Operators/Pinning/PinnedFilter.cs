using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Engine.Resolving.Operators.Proving;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Operators.Pinning;

/// <summary>
/// Filters by a lock instead of a configuration: takes exactly the entries that it names. With the catalog of the lock this gives again what was locked, to the byte.
/// </summary>
internal static class PinnedFilter
{
    /// <summary>All packages of <paramref name="source"/>.</summary>
    /// <exception cref="MirrorException">MIR2433: the catalog does not have what is locked.</exception>
    public static FilteredCatalog Filter(Catalog catalog, LockedOperatorSource source)
    {
        var diagnostics = new DiagnosticBag();
        var found = catalog.Packages.ToDictionary(package => package.Name, StringComparer.Ordinal);
        var packages = source.Packages
            .Where(locked => locked.Channels.Count > 0)
            .Select(locked => Filter(catalog, found.GetValueOrDefault(locked.Name), locked, source.Span, diagnostics))
            .ToList();
        diagnostics.ThrowIfErrors();
        return new FilteredCatalog(catalog, packages!);
    }

    /// <summary>One package; null, and an error reported, when the catalog does not have all of it.</summary>
    public static FilteredPackage? Filter(Catalog catalog, CatalogPackage? package, LockedOperatorPackage locked, SourceSpan? span, DiagnosticBag diagnostics)
    {
        var problems = new List<string>();
        var channels = new List<FilteredChannel>();
        foreach (var pinned in locked.Channels)
        {
            var channel = package?.Channels.FirstOrDefault(channel => channel.Name == pinned.Name);
            var wanted = pinned.Entries.ToHashSet(StringComparer.Ordinal);
            var entries = channel?.Entries.Where(entry => wanted.Contains(entry.Name)).ToList() ?? [];
            wanted.ExceptWith(entries.Select(entry => entry.Name));
            if (channel is null)
            {
                problems.Add($"the channel '{pinned.Name}'");
            }
            else if (wanted.Count > 0)
            {
                problems.Add($"{SelectionCheck.List([.. wanted.Order(StringComparer.Ordinal)])} in the channel '{pinned.Name}'");
            }
            else
            {
                var chain = ChannelGraph.Build(entries).Chain;
                channels.Add(new FilteredChannel(channel, entries, chain.Count > 0 ? chain[0].Name : ""));
            }
        }

        var kept = locked.Bundles.Select(bundle => bundle.Name).ToHashSet(StringComparer.Ordinal);
        var bundles = package?.Bundles.Where(bundle => kept.Contains(bundle.Name)).ToList() ?? [];
        if (package is not null && problems.Count == 0 && kept.Except(bundles.Select(bundle => bundle.Name)).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
        {
            problems.Add($"the bundles {SelectionCheck.List(missing)}");
        }

        if (problems.Count > 0)
        {
            diagnostics.Report(MirrorErrors.OperatorPinLost, span,
                $"The lock keeps the operator '{locked.Name}' as it is, but the catalog '{catalog.Name}' no longer has {string.Join(", nor ", problems)}. "
                + $"Move this operator as well: '--update {locked.Name}'.");
            return null;
        }

        return new FilteredPackage(package!, locked.DefaultChannel ?? package!.DefaultChannel, channels, bundles);
    }
}
