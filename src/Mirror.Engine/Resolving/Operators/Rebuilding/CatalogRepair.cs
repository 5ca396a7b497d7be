using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Model.Planning;

namespace Mirror.Engine.Resolving.Operators.Rebuilding;

/// <summary>Computes what is derived of operator catalogs again, from the catalogs that the store has.</summary>
/// <param name="builder">Reads from the store alone.</param>
internal sealed class CatalogRepair(CatalogBuilder builder)
{
    /// <summary>The same source with the right derived values.</summary>
    /// <param name="source">What is locked.</param>
    /// <param name="entry">What the configuration says now; null where it is not known.</param>
    /// <param name="catalogs">The catalogs that may have all that is locked; the first one that has it is taken.</param>
    /// <exception cref="MirrorException">MIR2435 the store does not have a catalog; MIR2433 no catalog has all that is locked.</exception>
    public async Task<LockedOperatorSource> RepairAsync(
        LockedOperatorSource source, OperatorCatalog? entry, IReadOnlyList<LockedImage> catalogs, CancellationToken cancellationToken)
    {
        MirrorException? lost = null;
        foreach (var catalog in catalogs)
        {
            var candidate = source with { Resolved = catalog };
            try
            {
                var derived = source.Derived is null ? null : await builder.DeriveAsync(candidate, cancellationToken).ConfigureAwait(false);
                return candidate with { Derived = derived, Target = TargetOf(source, candidate with { Derived = derived }, entry) };
            }
            catch (MirrorException e) when (e.Diagnostics[0].Code == MirrorErrors.OperatorPinLost && catalogs.Count > 1)
            {
                lost = e;
            }
        }

        throw lost!;
    }

    /// <summary>A catalog without a tag is called by its digest; every other keeps its name, unless the configuration says another.</summary>
    private static TargetName TargetOf(LockedOperatorSource before, LockedOperatorSource now, OperatorCatalog? entry)
    {
        if (entry is not null && now.Answers(entry))
        {
            return OperatorTarget.Of(entry, now.CatalogDigest);
        }

        return before.Target.Tag == TargetName.DigestTag(before.CatalogDigest) ? before.Target with { Tag = TargetName.DigestTag(now.CatalogDigest) } : before.Target;
    }
}
