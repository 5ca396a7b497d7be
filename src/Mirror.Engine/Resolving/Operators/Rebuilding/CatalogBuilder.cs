using Mirror.Engine.Building;
using Mirror.Engine.Resolving.Operators.Loading;
using Mirror.Engine.Resolving.Operators.Pinning;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Operators.Rebuilding;

/// <summary>Makes the catalogs that a lock derives, on machines whose store does not have them: from the locked catalog and the packages that the lock names, and nothing else.</summary>
internal sealed class CatalogBuilder(CatalogImageLoader loader, CatalogRebuilder rebuilder) : IImageBuilder
{
    public bool Builds(LockedSource source) => source is LockedOperatorSource;

    public async Task BuildAsync(LockedSource source, CancellationToken cancellationToken)
    {
        var operators = (LockedOperatorSource)source;
        var derived = await DeriveAsync(operators, cancellationToken).ConfigureAwait(false);
        if (derived.Digest != operators.Derived?.Digest)
        {
            throw MirrorErrors.DerivedCatalogWrong.Exception(
                $"The lock derives the catalog '{operators.Derived?.Digest}' for '{source.Key}', but its packages give '{derived.Digest}': a merge or an edit left the old value. Run '--target LockRepair'.",
                source.Span);
        }
    }

    /// <summary>The catalog that the packages of <paramref name="source"/> give; it is in the store then.</summary>
    public async Task<LockedCatalog> DeriveAsync(LockedOperatorSource source, CancellationToken cancellationToken)
    {
        var image = await loader.LoadAsync(source.Resolved.Image, source.Platforms, cancellationToken).ConfigureAwait(false);
        var packages = source.Packages.Select(package => package.Name).ToHashSet(StringComparer.Ordinal);
        using var catalog = await loader.ReadAsync(image, source.Name.ToString(), packages, cancellationToken).ConfigureAwait(false);
        return await rebuilder.RebuildAsync(image, PinnedFilter.Filter(catalog, source), cancellationToken).ConfigureAwait(false);
    }
}
