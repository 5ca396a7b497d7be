using Mirror.Engine.Describing;
using Mirror.Engine.Planning;
using Mirror.Model.Locking;
using Mirror.Model.Planning;

namespace Mirror.Engine.Diffing;

/// <summary>A lock as it is compared.</summary>
/// <param name="Name">How people call it: a file, or <c>git:REVISION</c>.</param>
internal sealed record LockSnapshot(string Name, LockFile Lock)
{
    private readonly Dictionary<Digest, IReadOnlyList<LockedReferrer>> _referrers = Lock.Referrers.Images
        .Select(image => (Digest: ImageReference.TryParse(image.Key, out var reference, out _) ? reference.Digest : null, image.Value))
        .Where(image => image.Digest is not null)
        .GroupBy(image => image.Digest!.Value)
        .ToDictionary(group => group.Key, group => (IReadOnlyList<LockedReferrer>)[.. group.SelectMany(image => image.Value).DistinctBy(referrer => referrer.Name)]);

    /// <summary>What people follow over time.</summary>
    public IReadOnlyList<LockedItem> Items { get; } = SourceDescribers.ItemsOf(Lock);

    /// <summary>Every image once, by digest, with what refers to them: what the bytes of a mirror are.</summary>
    public IReadOnlyDictionary<Digest, ImageShare> Images { get; } = PlannedImages.Of(Lock)
        .GroupBy(image => image.Digest)
        .ToDictionary(group => group.Key, Share);

    /// <summary>Whether somebody vouches for an image of the lock, as far as the lock was told.</summary>
    public bool IsSigned(Digest digest) =>
        Lock.Referrers.ReleaseSignatures.ContainsKey(digest) || (_referrers.TryGetValue(digest, out var referrers) && referrers.Any(referrer => referrer.IsSignature));

    /// <summary>What refers to an image; null when nobody asked.</summary>
    public IReadOnlyList<LockedReferrer>? ReferrersOf(Digest digest) => _referrers.GetValueOrDefault(digest);

    private static ImageShare Share(IEnumerable<PlannedImage> images)
    {
        var all = images.OrderBy(image => image.Source.ToString(), StringComparer.Ordinal).ToList();
        return new ImageShare(all[0].Source, [.. all.Select(image => image.Kind).Distinct().Order()], all.Max(image => image.Size))
        {
            // The signature of a release covers its components; what Mirror makes nobody can have signed.
            IsSignable = all.Exists(image => image is { IsBuilt: false, Kind: not (ImageKind.ReleaseContent or ImageKind.Referrer) }),
        };
    }
}
