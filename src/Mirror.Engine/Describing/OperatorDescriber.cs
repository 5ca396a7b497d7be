using Mirror.Model.Locking;
using Mirror.Model.Planning;

namespace Mirror.Engine.Describing;

/// <summary>
/// Catalogs: an operator with the versions of its bundles is a line, and so is each of its channels with the version at its head. The catalog itself is one too; what
/// Mirror makes of it follows from the rest.
/// </summary>
internal sealed class OperatorDescriber : ISourceDescriber
{
    public bool Describes(LockedSource source) => source is LockedOperatorSource;

    public IEnumerable<LockedItem> Items(LockedSource source)
    {
        var catalog = (LockedOperatorSource)source;
        yield return new LockedItem(ItemKind.Catalog, catalog.Name.Name, catalog.Name.Tag ?? catalog.Resolved.Digest.ToShortString())
        {
            Image = catalog.Resolved,
            SourceKey = source.Key,
        };
        foreach (var package in catalog.Packages)
        {
            foreach (var item in Items(catalog, package))
            {
                yield return item with { Scope = catalog.Name.ToString(), ScopeFamily = catalog.Name.Name, SourceKey = source.Key };
            }
        }
    }

    public IReadOnlyList<string> Steps(LockedSource source, PlannedImage image)
    {
        var catalog = (LockedOperatorSource)source;
        var (package, bundle) = Find(catalog, image);
        if (package is null || bundle is null)
        {
            return [];
        }

        var channels = package.Channels.Where(channel => channel.Entries.Contains(bundle.Name)).Select(channel => channel.Name).ToList();
        return [$"operator {package.Name}", .. channels.Count == 0 ? Array.Empty<string>() : [$"channel {string.Join(" or ", channels)}"], $"bundle {bundle.Name}"];
    }

    private static IEnumerable<LockedItem> Items(LockedOperatorSource catalog, LockedOperatorPackage package)
    {
        foreach (var bundle in package.Bundles)
        {
            yield return new LockedItem(ItemKind.Operator, package.Name, bundle.Version) { Image = bundle.Image?.Image, Digest = bundle.Image?.Image.Digest };
        }

        foreach (var channel in package.Channels.Where(channel => channel.Entries.Count > 0))
        {
            var head = channel.Entries[0];
            yield return new LockedItem(
                ItemKind.OperatorChannel,
                $"{package.Name}/{channel.Name}",
                package.Bundles.FirstOrDefault(bundle => bundle.Name == head)?.Version ?? head);
        }
    }

    private static (LockedOperatorPackage? Package, LockedOperatorBundle? Bundle) Find(LockedOperatorSource catalog, PlannedImage image)
    {
        foreach (var package in catalog.Packages)
        {
            if (package.Bundles.FirstOrDefault(bundle => IsOf(bundle, image) && image.Because.Contains($"'{package.Name}', bundle '{bundle.Name}'", StringComparison.Ordinal)) is { } bundle)
            {
                return (package, bundle);
            }
        }

        return (null, null);
    }

    private static bool IsOf(LockedOperatorBundle bundle, PlannedImage image) =>
        bundle.Image?.Image.Digest == image.Digest || bundle.Related.Any(related => related.Image.Digest == image.Digest);
}
