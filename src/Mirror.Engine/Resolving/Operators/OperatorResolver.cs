using System.Collections.Concurrent;
using Mirror.Engine.Resolving.Operators.Dependencies;
using Mirror.Engine.Resolving.Operators.Filtering;
using Mirror.Engine.Resolving.Operators.Loading;
using Mirror.Engine.Resolving.Operators.Pinning;
using Mirror.Engine.Resolving.Operators.Proving;
using Mirror.Engine.Resolving.Operators.Rebuilding;
using Mirror.Engine.Resolving.Operators.RelatedImages;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Oci.Content;
using Mirror.Oci.Store;

namespace Mirror.Engine.Resolving.Operators;

/// <summary>
/// Answers entries of <c>operators</c> (SPEC 5.1): reads the catalog, filters it, proves that OLM takes what is left, pins the images of the bundles, and makes the
/// catalog that is published, so that its digest stands in the lock.
/// </summary>
internal sealed class OperatorResolver(IImageSource source, ContentStore store, CatalogImageLoader loader, CatalogRebuilder rebuilder, bool areDependenciesStrict)
    : ISourceResolver, IResolutionReview, IDisposable
{
    // A catalog at work holds up to 32 MB of blobs; two keep the processor busy while the third would only wait.
    private readonly SemaphoreSlim _gate = new(2);
    private readonly RelatedImageResolver _related = new(source, store);
    private readonly ConcurrentDictionary<string, SelectedOperators> _selected = new(StringComparer.Ordinal);

    public bool Resolves(ISourceEntry entry) => entry is OperatorCatalog;

    /// <exception cref="MirrorException">MIR24xx, MIR3xxx.</exception>
    public async Task<LockedSource> ResolveAsync(SourceQuestion question, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ResolveCatalogAsync(question, (OperatorCatalog)question.Entry, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public Task ReviewAsync(LockFile answer, ExpectedSources expected, Action<Diagnostic> warn, CancellationToken cancellationToken) =>
        new DependencyReview(loader, areDependenciesStrict).RunAsync(answer, [.. expected.Entries.OfType<OperatorCatalog>()], _selected, warn, cancellationToken);

    public void Dispose() => _gate.Dispose();

    private async Task<LockedSource> ResolveCatalogAsync(SourceQuestion question, OperatorCatalog entry, CancellationToken cancellationToken)
    {
        var locked = question.Locked as LockedOperatorSource;
        var isUnmodified = OperatorPins.IsUnmodified(entry);
        if (isUnmodified && question.MovingParts.Count > 0)
        {
            throw MirrorErrors.OperatorNotMovable.Exception(
                $"'{entry.SourceKey}' is mirrored unmodified, so its operators cannot be moved one by one. Move all of it with '--update {entry.Catalog.Name}', or list its packages.",
                entry.SpanOf("full"));
        }

        var pins = OperatorPins.Of(entry, locked, question.IsMoving, question.Lock.ResolverVersion != LockFile.CurrentResolverVersion, question.MovingParts);
        var reference = await FindAsync(entry, pins.MovesCatalog ? null : locked!.Resolved.Digest, cancellationToken).ConfigureAwait(false);
        var image = await loader.LoadAsync(reference, entry.Platforms, cancellationToken).ConfigureAwait(false);
        using var catalog = await loader.ReadAsync(image, entry.Catalog.ToString(), CatalogFilter.PackagesOf(entry), cancellationToken).ConfigureAwait(false);
        var diagnostics = new DiagnosticBag();
        var filtered = CatalogFilter.Filter(catalog, entry, pins.IsWanted, package => pins.Held.GetValueOrDefault(package.Name), diagnostics);
        if (!diagnostics.HasErrors)
        {
            CatalogProof.Check(filtered, entry, diagnostics);
        }

        RequireHeld(catalog, entry, pins, diagnostics);
        var bundles = diagnostics.HasErrors ? [] : BundleImages.Of(filtered, diagnostics);
        RequireSameImages(catalog, entry, pins, bundles, question, diagnostics);
        diagnostics.ThrowIfErrors();
        foreach (var warning in diagnostics)
        {
            question.Warn(warning);
        }

        _selected[entry.SourceKey] = SelectedOperators.Of(filtered, image);
        var derived = isUnmodified ? null : await rebuilder.RebuildAsync(image, filtered, cancellationToken).ConfigureAwait(false);
        var needs = Needs(bundles);
        var images = await _related.ResolveAsync(
            needs, entry, Known(locked, question, entry, needs), question.Blocked, question.Warn, cancellationToken).ConfigureAwait(false);
        var published = derived?.Digest ?? reference.Digest!.Value;
        return new LockedOperatorSource
        {
            Key = entry.SourceKey,
            InputHash = entry.CatalogInput.Hash,
            Requested = entry.CatalogInput.Text is { Length: > 0 } fields ? $"{entry.Catalog}, {fields}" : entry.Catalog.ToString(),
            Name = entry.Catalog,
            Resolved = new LockedImage(reference, image.Tree.Size),
            Derived = derived,
            Target = OperatorTarget.Of(entry, published),
            Platforms = [.. entry.Platforms.OrderBy(platform => platform.ToString(), StringComparer.Ordinal)],
            Packages = [.. Packages(entry, filtered, bundles, images)],
            Blocked = [.. images.Blocked.Concat(BlockedCatalog(entry, reference.WithDigest(published), question.Blocked)).Order(StringComparer.Ordinal)],
        };
    }

    private async Task<ImageReference> FindAsync(OperatorCatalog entry, Digest? pin, CancellationToken cancellationToken)
    {
        var wanted = pin is null ? entry.Catalog : entry.Catalog.WithDigest(pin.Value);
        var root = (wanted.Digest is null ? null : await store.FindManifestAsync(wanted, cancellationToken).ConfigureAwait(false))
            ?? await source.FindManifestAsync(wanted, cancellationToken).ConfigureAwait(false)
            ?? throw NotFound(entry, pin);
        await store.AddAsync(root, cancellationToken).ConfigureAwait(false);
        return entry.Catalog.WithDigest(root.Digest);
    }

    private static MirrorException NotFound(OperatorCatalog entry, Digest? pin) => pin is null
        ? MirrorErrors.ImageNotFound.Exception(
            $"There is no catalog '{entry.Catalog}' at its source. Correct its name, tag or digest; a registry may also answer so when the credentials may not read it.",
            entry.SpanOf("catalog"))
        : MirrorErrors.ImageGone.Exception(
            $"The catalog '{entry.Catalog}' is locked to '{pin}', which its source no longer has. Move the lock on with '--update {entry.Catalog.Name}'.",
            entry.SpanOf("catalog"));

    /// <summary>An operator that is to stay must be there at all; the filter sees only packages that are.</summary>
    private static void RequireHeld(Catalog catalog, OperatorCatalog entry, OperatorPins pins, DiagnosticBag diagnostics)
    {
        var found = catalog.Packages.Select(package => package.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var held in pins.Held.Values.Where(held => !found.Contains(held.Name)).OrderBy(held => held.Name, StringComparer.Ordinal))
        {
            PinnedFilter.Filter(catalog, null, held, entry.Packages.FirstOrDefault(package => package.Name == held.Name)?.Span ?? entry.Span, diagnostics);
        }
    }

    /// <summary>A bundle that stays must also need what it needed: vendors have published other images under the name of a bundle.</summary>
    private static void RequireSameImages(
        Catalog catalog, OperatorCatalog entry, OperatorPins pins, IReadOnlyList<BundleImages> bundles, SourceQuestion question, DiagnosticBag diagnostics)
    {
        var blocked = question.Locked?.Blocked.ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var bundle in bundles)
        {
            if (pins.Held.GetValueOrDefault(bundle.Bundle.Package)?.Bundles.FirstOrDefault(locked => locked.Name == bundle.Bundle.Name) is not { } locked)
            {
                continue;
            }

            var before = locked.Related.Concat(locked.Image is null ? [] : [locked.Image]).SelectMany(image => image.Origins).Select(origin => origin.ToString()).ToHashSet(StringComparer.Ordinal);
            var now = bundle.All.Select(image => image.ToString()).ToHashSet(StringComparer.Ordinal);
            if (now.Except(before).FirstOrDefault(image => !blocked.Contains(image)) is { } other || (other = before.Except(now).FirstOrDefault()) is not null)
            {
                diagnostics.Report(MirrorErrors.OperatorPinLost, entry.Packages.FirstOrDefault(package => package.Name == bundle.Bundle.Package)?.Span ?? entry.Span,
                    $"The lock keeps the operator '{bundle.Bundle.Package}' as it is, but the bundle '{bundle.Bundle.Name}' of the catalog '{catalog.Name}' has other images now: '{other}' is in one of them alone. "
                    + $"Move this operator as well: '--update {bundle.Bundle.Package}'.");
            }
        }
    }

    private static IReadOnlyList<ImageNeed> Needs(IReadOnlyList<BundleImages> bundles) =>
    [
        .. bundles.SelectMany(bundle => bundle.All.Select(image => (Image: image, bundle.Bundle)))
            .GroupBy(need => need.Image)
            .Select(group => new ImageNeed(group.Key, $"operator '{group.First().Bundle.Package}', bundle '{group.First().Bundle.Name}'")),
    ];

    /// <summary>
    /// What the lock knows of images: their sizes, if the same instances are counted, and what tags mean, for operators that are not asked to move. A tag that another
    /// source holds stays too, because it is one image at the destination.
    /// </summary>
    private static Dictionary<ImageReference, LockedImage> Known(
        LockedOperatorSource? locked, SourceQuestion question, OperatorCatalog entry, IReadOnlyList<ImageNeed> needs)
    {
        var known = new Dictionary<ImageReference, LockedImage>();
        var hasSamePlatforms = locked?.Platforms.Select(platform => platform.ToString()).ToHashSet().SetEquals(entry.Platforms.Select(platform => platform.ToString()));
        foreach (var package in locked?.Packages ?? [])
        {
            var isMoving = question.IsMoving || question.MovingParts.Contains(package.Name);
            foreach (var image in package.Bundles.SelectMany(bundle => bundle.Related.Concat(bundle.Image is null ? [] : [bundle.Image])))
            {
                foreach (var origin in image.Origins.Where(origin => origin.Digest is not null || !isMoving))
                {
                    known[origin] = hasSamePlatforms == true ? image.Image : image.Image with { Size = 0 };
                }
            }
        }

        var others = new PinnedImages(question, ofOthers: true);
        foreach (var need in needs.Where(need => need.Image.Digest is null && !known.ContainsKey(need.Image)))
        {
            if (others.Find(need.Image) is { } digest)
            {
                known[need.Image] = new LockedImage(need.Image.WithDigest(digest), 0);
            }
        }

        return known;
    }

    private static IEnumerable<LockedOperatorPackage> Packages(
        OperatorCatalog entry, FilteredCatalog filtered, IReadOnlyList<BundleImages> bundles, ResolvedImages images)
    {
        var kept = filtered.Packages.ToDictionary(package => package.Name, StringComparer.Ordinal);
        var needs = bundles.ToLookup(bundle => bundle.Bundle.Package, StringComparer.Ordinal);
        var listed = entry.Packages.ToDictionary(package => package.Name, StringComparer.Ordinal);
        foreach (var name in kept.Keys.Union(listed.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var package = kept.GetValueOrDefault(name);
            yield return new LockedOperatorPackage(name)
            {
                Requested = listed.GetValueOrDefault(name)?.Input.Text,
                DefaultChannel = package is null ? null : listed.GetValueOrDefault(name)?.DefaultChannel,
                Channels = [.. (package?.Channels ?? []).Select(channel => Channel(package!, channel))],
                Bundles = [.. needs[name].OrderBy(bundle => bundle.Bundle.Name, StringComparer.Ordinal).Select(bundle => Bundle(bundle, images))],
            };
        }
    }

    /// <summary>The head first, then from the newest to the oldest.</summary>
    private static LockedOperatorChannel Channel(FilteredPackage package, FilteredChannel channel)
    {
        var versions = package.Bundles.DistinctBy(bundle => bundle.Name).ToDictionary(bundle => bundle.Name, bundle => bundle.Version, StringComparer.Ordinal);
        var rest = channel.Entries.Select(entry => entry.Name).Distinct(StringComparer.Ordinal).Where(name => name != channel.Head)
            .OrderByDescending(name => versions.GetValueOrDefault(name))
            .ThenBy(name => name, StringComparer.Ordinal);
        return new LockedOperatorChannel(channel.Name, [.. channel.Head.Length > 0 ? [channel.Head] : Array.Empty<string>(), .. rest]);
    }

    private static LockedOperatorBundle Bundle(BundleImages bundle, ResolvedImages images) => new(bundle.Bundle.Name)
    {
        Version = bundle.Bundle.VersionText ?? "",
        Image = bundle.Image is { } own && images.Images.TryGetValue(own, out var image) ? Named(image, [own]) : null,
        Related =
        [
            .. bundle.Related.Where(related => images.Images.ContainsKey(related.Image))
                .GroupBy(related => images.Images[related.Image].Image)
                .Select(group => Named(images.Images[group.First().Image], [.. group.Select(related => related.Image)]))
                .OrderBy(related => related.Image.Image.ToString(), StringComparer.Ordinal),
        ],
    };

    private static LockedRelatedImage Named(LockedImage image, IReadOnlyList<ImageReference> names) => new(
        image,
        names.Count == 1 && names[0] == image.Image ? [] : [.. names.OrderBy(name => name.ToString(), StringComparer.Ordinal)]);

    private static IEnumerable<string> BlockedCatalog(OperatorCatalog entry, ImageReference published, BlockedImages blocked) =>
        blocked.Find(entry.Catalog.ToString()) is not null ? [entry.Catalog.ToString()]
        : blocked.Find(published.ToString()) is not null ? [published.ToString()]
        : [];
}
