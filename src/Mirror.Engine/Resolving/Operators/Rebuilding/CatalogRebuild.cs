using Mirror.Engine.Building;
using Mirror.Engine.Resolving.Operators.Writing;
using Mirror.Oci.Layers;

namespace Mirror.Engine.Resolving.Operators.Rebuilding;

/// <summary>
/// Makes a catalog image with a filtered catalog out of one with the whole catalog (SPEC 5.8), without a container engine: the layers of the source
/// stay, one layer that all platforms share comes on top. A pure function of its inputs, to the byte.
/// </summary>
public static class CatalogRebuild
{
    /// <summary>Where the filtered catalog stands in the image.</summary>
    public const string Folder = "configs";

    private const int FolderMode = 0b111_101_101;
    private const int SharedFolderMode = 0b1_111_111_111;
    private const string HistoryEntry = """{"created":"1970-01-01T00:00:00Z","created_by":"Mirror: filtered catalog in /configs"}""";

    /// <summary>
    /// What the new layer has: the files, white-outs of the old catalog and of the cache that opm made for it, and every folder on the way, because
    /// container engines make folders that a layer does not name unreadable for all but root.
    /// </summary>
    /// <exception cref="MirrorException">MIR2440: an image configuration is not readable.</exception>
    public static IReadOnlyList<LayerItem> LayerItems(IReadOnlyList<CatalogInstance> instances, IReadOnlyList<FbcFile> files)
    {
        var items = new SortedDictionary<string, LayerItem>(StringComparer.Ordinal);
        Add(LayerItem.OpaqueWhiteout(Folder));
        foreach (var file in files)
        {
            Add(file.ToLayerItem(Folder));
        }

        foreach (var path in instances.SelectMany(instance => CatalogImageConfig.ObsoletePaths(instance)).Distinct(StringComparer.Ordinal))
        {
            if (path != Folder && !Folder.StartsWith($"{path}/", StringComparison.Ordinal) && !path.StartsWith($"{Folder}/", StringComparison.Ordinal))
            {
                Add(LayerItem.Whiteout(path));
            }
        }

        return [.. items.Values];

        void Add(LayerItem item)
        {
            for (var slash = item.Path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = item.Path.IndexOf('/', slash + 1))
            {
                var folder = item.Path[..slash];
                items.TryAdd(folder, new LayerItem(folder, 0, folder is "tmp" or "var/tmp" ? SharedFolderMode : FolderMode, null));
            }

            items[item.Path] = item;
        }
    }

    /// <summary>The image, when <paramref name="layer"/> was written from <see cref="LayerItems"/>.</summary>
    /// <param name="instances">The images of the source in the order of its index; no attestations or signatures.</param>
    /// <exception cref="MirrorException">MIR2440: a manifest or configuration is not one that can be changed.</exception>
    public static RebuiltCatalog Rebuild(IReadOnlyList<CatalogInstance> instances, WrittenLayer layer)
    {
        ArgumentOutOfRangeException.ThrowIfZero(instances.Count);
        var rebuilt = instances.Select(instance => Rebuild(instance, layer)).ToList();
        return new RebuiltCatalog(LayeredImage.Index([.. rebuilt.Select(instance => (instance.Manifest, instance.Platform))], "of the rebuilt catalog"), rebuilt);
    }

    private static RebuiltInstance Rebuild(CatalogInstance instance, WrittenLayer layer)
    {
        var type = instance.Manifest.Manifest.MediaType;
        if (type is not (MediaTypes.OciManifest or MediaTypes.DockerManifest))
        {
            throw MirrorErrors.CatalogImageUnsupported.Exception(
                $"The catalog's manifest '{instance.Manifest.Digest}' is of the type '{type}'; expected '{MediaTypes.OciManifest}' or '{MediaTypes.DockerManifest}'.");
        }

        var config = CatalogImageConfig.Edit(instance, layer.DiffId, HistoryEntry);
        var manifest = LayeredImage.AddLayer(instance.Manifest, config, layer, $"of the rebuilt catalog from {instance.Manifest.Digest}");
        return new RebuiltInstance(manifest, config, instance.Platform ?? CatalogImageConfig.PlatformOf(instance));
    }
}
