using Mirror.Model.Planning;
using Mirror.Oci.Store;

namespace Mirror.Engine.Explaining;

/// <summary>Which images have which layers, as far as the store holds their manifests. Asks nobody else.</summary>
internal sealed class LayerIndex
{
    private readonly Dictionary<Digest, HashSet<Descriptor>> _layers = [];
    private readonly Dictionary<Digest, PlannedImage> _images = [];

    private LayerIndex()
    {
    }

    /// <summary>Reads each manifest once.</summary>
    public static async Task<LayerIndex> ReadAsync(ContentStore store, IReadOnlyList<PlannedImage> images, CancellationToken cancellationToken)
    {
        var index = new LayerIndex();
        foreach (var image in images.DistinctBy(image => image.Digest))
        {
            if (await LayersAsync(store, image.Source, image.Platforms, [], cancellationToken).ConfigureAwait(false) is { } layers)
            {
                index._layers[image.Digest] = layers;
                index._images[image.Digest] = image;
            }
        }

        return index;
    }

    /// <summary>Those that share most first; null when the layers of <paramref name="image"/> are not known.</summary>
    public IReadOnlyList<LayerSharing>? Find(PlannedImage image) => !_layers.TryGetValue(image.Digest, out var layers) ? null :
    [
        .. _layers.Where(other => other.Key != image.Digest)
            .Select(other => (Image: _images[other.Key], Common: other.Value.Where(layers.Contains).ToList()))
            .Where(other => other.Common.Count > 0)
            .Select(other => new LayerSharing(other.Image, other.Common.Count, other.Common.Sum(layer => layer.Size)))
            .OrderByDescending(other => other.Bytes)
            .ThenBy(other => other.Other.Origin.ToString(), StringComparer.Ordinal),
    ];

    private static async Task<HashSet<Descriptor>?> LayersAsync(
        ContentStore store,
        ImageReference image,
        IReadOnlyList<Platform> platforms,
        HashSet<Digest> seen,
        CancellationToken cancellationToken)
    {
        if (await store.FindManifestAsync(image, cancellationToken).ConfigureAwait(false) is not { } content)
        {
            return null;
        }

        var layers = new HashSet<Descriptor>(ByDigest.Instance);
        layers.UnionWith(content.Manifest.Layers);
        foreach (var child in content.Manifest.Children.Where(child => PlatformFilter.Includes(platforms, child) && seen.Add(child.Digest)))
        {
            if (await LayersAsync(store, image.WithDigest(child.Digest), [], seen, cancellationToken).ConfigureAwait(false) is not { } below)
            {
                return null;
            }

            layers.UnionWith(below);
        }

        return layers;
    }

    // The same blob may be described with other annotations.
    private sealed class ByDigest : IEqualityComparer<Descriptor>
    {
        public static readonly ByDigest Instance = new();

        public bool Equals(Descriptor? x, Descriptor? y) => x?.Digest == y?.Digest;

        public int GetHashCode(Descriptor obj) => obj.Digest.GetHashCode();
    }
}
