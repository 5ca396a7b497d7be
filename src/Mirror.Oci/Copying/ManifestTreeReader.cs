using Mirror.Model.Planning;
using Mirror.Oci.Content;
using Mirror.Oci.Store;

namespace Mirror.Oci.Copying;

/// <summary>
/// Reads an image's manifests, from the store where it has them, else from <paramref name="source"/>; what had to be fetched is kept, so that no manifest
/// is asked for twice.
/// </summary>
/// <param name="keeps">False leaves the store as it is: for a source that is as near as the store.</param>
public sealed class ManifestTreeReader(ContentStore store, IImageSource source, bool keeps = true)
{
    /// <summary>Indexes in indexes that are followed; images in the wild have two levels.</summary>
    public const int MaxDepth = 5;

    /// <summary>Manifests below one image, over all levels.</summary>
    public const int MaxManifests = 2_000;

    /// <summary>
    /// The tree below <paramref name="image"/>, which has a digest, with the instances that <paramref name="platforms"/> choose; an index must have at least one of them.
    /// </summary>
    /// <exception cref="MirrorException">MIR3xxx: a manifest is gone or wrong; MIR2xxx: no instance for a platform.</exception>
    public async Task<ManifestTree> ReadAsync(ImageReference image, IReadOnlyList<Platform> platforms, CancellationToken cancellationToken) =>
        await ReadAsync(image, await ReadManifestAsync(image, cancellationToken).ConfigureAwait(false), platforms, cancellationToken).ConfigureAwait(false);

    /// <summary>As the other overload, when the manifest itself is known.</summary>
    public Task<ManifestTree> ReadAsync(
        ImageReference image,
        ManifestContent root,
        IReadOnlyList<Platform> platforms,
        CancellationToken cancellationToken)
    {
        var missing = PlatformFilter.Missing(platforms, root.Manifest);
        return root.Manifest.IsIndex && missing.Count > 0 && missing.Count == platforms.Count
            ? throw PlatformMissing(image, root, missing)
            : ReadTreeAsync(image, root, platforms, depth: 1, new Budget(), cancellationToken);
    }

    /// <summary>An error for who wants an instance for every platform; reading is content with one of them (SPEC 7.3).</summary>
    public static MirrorException PlatformMissing(ImageReference image, ManifestContent root, IReadOnlyList<Platform> missing)
    {
        var offered = root.Manifest.Children.Select(child => child.Platform?.ToString() ?? "none").Distinct().Order(StringComparer.Ordinal);
        return MirrorErrors.PlatformMissing.Exception(
            $"'{image}' has no instance for '{string.Join("', '", missing)}'; it has {string.Join(", ", offered)}. Change its 'platforms'.");
    }

    private async Task<ManifestTree> ReadTreeAsync(
        ImageReference image,
        ManifestContent manifest,
        IReadOnlyList<Platform> platforms,
        int depth,
        Budget budget,
        CancellationToken cancellationToken)
    {
        if (depth > MaxDepth)
        {
            throw MirrorErrors.ManifestInvalid.Exception($"'{image}' has more than {MaxDepth} levels of indexes in indexes.");
        }

        var children = new List<ManifestTree>();
        foreach (var child in manifest.Manifest.Children.Where(child => PlatformFilter.Includes(platforms, child)))
        {
            budget.Spend(image);
            var content = await ReadManifestAsync(image.WithDigest(child.Digest), cancellationToken).ConfigureAwait(false);
            children.Add(await ReadTreeAsync(image, content, [], depth + 1, budget, cancellationToken).ConfigureAwait(false));
        }

        return new ManifestTree(manifest, children);
    }

    private async Task<ManifestContent> ReadManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        if (await store.FindManifestAsync(image, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            return stored;
        }

        var manifest = await source.FindManifestAsync(image, cancellationToken).ConfigureAwait(false)
            ?? throw MirrorErrors.ImageGone.Exception(
                $"'{image}' is gone: its source no longer has this manifest, nor has any other place that was asked. Have it pushed again, or move the lock on with '--target Lock --update {image.Name}'.");
        if (keeps)
        {
            await store.AddAsync(manifest, cancellationToken).ConfigureAwait(false);
        }

        return manifest;
    }

    private sealed class Budget
    {
        private int _manifests;

        public void Spend(ImageReference image)
        {
            if (++_manifests > MaxManifests)
            {
                throw MirrorErrors.ManifestInvalid.Exception($"'{image}' has more than {MaxManifests} manifests.");
            }
        }
    }
}
