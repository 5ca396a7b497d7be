namespace Mirror.Model.Planning;

/// <summary>
/// Everything that has to move, before the first byte does: images in the order of their kinds, and which of them need the same blob. An image may wait for
/// images before it, never for one after it, so a plan cannot deadlock.
/// </summary>
public sealed class CopyPlan
{
    private readonly Dictionary<Digest, List<int>> _needers = [];

    /// <summary>Orders <paramref name="images"/> by kind, then by target.</summary>
    /// <param name="unavailable">Targets that are known to fail; what requires them is held back.</param>
    public CopyPlan(IEnumerable<ImageCopy> images, IEnumerable<TargetName> unavailable)
    {
        Unavailable = unavailable.ToHashSet();
        Images =
        [
            .. images.OrderBy(image => image.Image.Kind)
                .ThenBy(image => image.Target.Repository, StringComparer.Ordinal)
                .ThenBy(image => image.Target.Tag, StringComparer.Ordinal),
        ];
        var blobs = new List<Descriptor>();
        for (var i = 0; i < Images.Count; i++)
        {
            foreach (var blob in Images[i].Tree.Blobs())
            {
                if (!_needers.TryGetValue(blob.Digest, out var needers))
                {
                    _needers[blob.Digest] = needers = [];
                    blobs.Add(blob);
                }

                needers.Add(i);
            }
        }

        Blobs = blobs;
    }

    /// <summary>The images in the order in which they are started.</summary>
    public IReadOnlyList<ImageCopy> Images { get; }

    /// <summary>Targets that cannot be completed in this run.</summary>
    public IReadOnlySet<TargetName> Unavailable { get; }

    /// <summary>Every blob once, in the order in which they are first needed.</summary>
    public IReadOnlyList<Descriptor> Blobs { get; }

    /// <summary>Bytes of all blobs, each once.</summary>
    public long BlobBytes => Blobs.Sum(blob => blob.Size);

    /// <summary>Indexes of the images that need the blob, ascending. The first of them to be complete is whom the others mount it from.</summary>
    public IReadOnlyList<int> Needers(Digest blob) => _needers[blob];
}
