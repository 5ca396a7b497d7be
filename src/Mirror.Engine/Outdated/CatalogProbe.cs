using Mirror.Engine.Describing;
using Mirror.Engine.Resolving.Operators;
using Mirror.Engine.Resolving.Operators.Loading;
using Mirror.Engine.Resolving.Operators.Proving;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Oci.Content;

namespace Mirror.Engine.Outdated;

/// <summary>
/// Heads of the locked channels as the catalog has them now, whatever range the configuration asks for, and channels that are new where the configuration takes all.
/// A catalog that has moved is read anew, so its layers come into the store.
/// </summary>
internal sealed class CatalogProbe(IDigestSource digests, CatalogImageLoader loader) : IDriftProbe
{
    public bool Probes(LockedSource source) => source is LockedOperatorSource;

    public async Task<IReadOnlyList<Drift>> ProbeAsync(LockedSource source, ISourceEntry entry, CancellationToken cancellationToken)
    {
        var locked = (LockedOperatorSource)source;
        var drifts = new List<Drift>();
        var now = locked.Name.Tag is null ? locked.Resolved.Digest : await digests.FindDigestAsync(locked.Name, cancellationToken).ConfigureAwait(false);
        if (now != locked.Resolved.Digest)
        {
            drifts.Add(new Drift(
                now is null ? DriftKind.Vanished : DriftKind.Moved,
                ItemKind.Catalog,
                "",
                locked.Name.ToString(),
                locked.Resolved.Digest.ToShortString(),
                now?.ToShortString() ?? ""));
        }

        var image = await loader.LoadAsync(locked.Resolved.Image.WithDigest(now ?? locked.Resolved.Digest), locked.Platforms, cancellationToken).ConfigureAwait(false);
        var wanted = locked.Packages.Select(package => package.Name).ToHashSet(StringComparer.Ordinal);
        using var catalog = await loader.ReadAsync(image, locked.Name.ToString(), wanted, cancellationToken).ConfigureAwait(false);
        foreach (var package in locked.Packages)
        {
            var upstream = catalog.Packages.FirstOrDefault(other => other.Name == package.Name);
            if (upstream is null)
            {
                drifts.Add(new Drift(DriftKind.Vanished, ItemKind.Operator, locked.Name.ToString(), package.Name, Versions(package), ""));
                continue;
            }

            drifts.AddRange(Channels(locked, package, upstream, TakesAllChannels(entry, package.Name)));
        }

        return drifts;
    }

    private static IEnumerable<Drift> Channels(LockedOperatorSource source, LockedOperatorPackage package, CatalogPackage upstream, bool takesAll)
    {
        var scope = source.Name.ToString();
        foreach (var channel in package.Channels.Where(channel => channel.Entries.Count > 0))
        {
            var line = $"{package.Name}/{channel.Name}";
            var locked = package.Bundles.FirstOrDefault(bundle => bundle.Name == channel.Entries[0])?.Version ?? channel.Entries[0];
            if (upstream.Channels.FirstOrDefault(other => other.Name == channel.Name) is not { } now)
            {
                yield return new Drift(DriftKind.Vanished, ItemKind.OperatorChannel, scope, line, locked, "");
            }
            else if (HeadOf(upstream, now) is { } head && head.Name != channel.Entries[0])
            {
                yield return new Drift(DriftKind.Newer, ItemKind.OperatorChannel, scope, line, locked, head.Version);
            }
        }

        var known = package.Channels.Select(channel => channel.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var channel in upstream.Channels.Where(channel => takesAll && !known.Contains(channel.Name)))
        {
            yield return new Drift(DriftKind.Newer, ItemKind.OperatorChannel, scope, $"{package.Name}/{channel.Name}", "", HeadOf(upstream, channel)?.Version ?? "without a head");
        }
    }

    // Null for a channel whose graph has no single head, which Resolve tells.
    private static (string Name, string Version)? HeadOf(CatalogPackage package, CatalogChannel channel) =>
        ChannelGraph.Build(channel.Entries).Chain is [var head, ..]
            ? (head.Name, package.Bundles.FirstOrDefault(bundle => bundle.Name == head.Name)?.VersionText ?? head.Name)
            : null;

    private static bool TakesAllChannels(ISourceEntry entry, string package) =>
        entry is OperatorCatalog catalog && (catalog.Packages.Count == 0 || catalog.Packages.Any(asked => asked.Name == package && asked.Channels.Count == 0));

    private static string Versions(LockedOperatorPackage package) => string.Join(", ", package.Bundles.Select(bundle => bundle.Version));
}
