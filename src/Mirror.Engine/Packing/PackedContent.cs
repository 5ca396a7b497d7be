using Mirror.Model.Planning;
using Mirror.Oci.Archives;
using Mirror.Oci.Store;

namespace Mirror.Engine.Packing;

/// <summary>Tells what an archive must bring from what its base has.</summary>
internal sealed class PackedContent
{
    private readonly Dictionary<Digest, string> _held = [];

    /// <summary>Whether nothing is known that the base has.</summary>
    public bool IsEmpty => _held.Count == 0;

    /// <summary>Notes that the base has an image, under that repository.</summary>
    public void Hold(TargetName target, ManifestTree tree)
    {
        foreach (var digest in tree.ChildrenFirst().Select(manifest => manifest.Digest).Concat(tree.Blobs().Select(blob => blob.Digest)))
        {
            _held.TryAdd(digest, target.Repository);
        }
    }

    /// <summary>
    /// Manifests of all images first, which whoever publishes reads first, then their blobs, in the order of copying; each once.
    /// </summary>
    public (IReadOnlyList<ArchivedBlob> Brought, IReadOnlyList<RequiredBlob> Required) Divide(IReadOnlyList<PlannedImage> images, IReadOnlyDictionary<TargetName, ManifestTree> trees)
    {
        var brought = new List<ArchivedBlob>();
        var required = new List<RequiredBlob>();
        var seen = new HashSet<Digest>();
        foreach (var (image, blob) in images.SelectMany(image => trees[image.Target].ChildrenFirst().Select(manifest => (image, manifest.Descriptor)))
            .Concat(images.SelectMany(image => trees[image.Target].Blobs().Select(blob => (image, blob))))
            .Where(item => seen.Add(item.Item2.Digest)))
        {
            if (_held.TryGetValue(blob.Digest, out var repository))
            {
                required.Add(new RequiredBlob(blob.Digest, blob.Size, repository, image.Target.ToString()));
            }
            else
            {
                brought.Add(new ArchivedBlob(blob.Digest, blob.Size));
            }
        }

        return (brought, required);
    }

    /// <summary>The <c>index.json</c> that names the images whose manifests are brought, as <c>skopeo</c> asks for them.</summary>
    public static byte[] IndexOf(IReadOnlyList<PlannedImage> images, IReadOnlyDictionary<TargetName, ManifestTree> trees, IReadOnlyList<ArchivedBlob> brought)
    {
        var digests = brought.Select(blob => blob.Digest).ToHashSet();
        return LayoutIndex.Write(images
            .Where(image => digests.Contains(image.Digest))
            .OrderBy(image => image.Target.ToString(), StringComparer.Ordinal)
            .Select(image => trees[image.Target].Manifest.Descriptor with
            {
                Annotations = new Dictionary<string, string> { [LayoutIndex.RefName] = image.Target.ToString() },
            }));
    }
}
