namespace Mirror.Model.Locking;

/// <summary>
/// <c>mirror.lock.referrers.json</c>: signatures and whatever else refers to the images of a lock, down to the digest (DESIGN 4). It stands beside the lock, because
/// signatures come and go without the image changing.
/// </summary>
public sealed record ReferrersLockFile
{
    /// <summary>Name of the file, beside the lock.</summary>
    public const string FileName = "mirror.lock.referrers.json";

    /// <summary>Version of the format that this program writes; it reads no newer one.</summary>
    public const int CurrentLockVersion = 1;

    /// <summary>Nothing was asked yet.</summary>
    public static ReferrersLockFile Empty { get; } = new();

    /// <summary>
    /// By the image that the lock names (<c>host/path@sha256:…</c>), ordinally ordered. An image without any was asked about and has none; one that is not here was
    /// not asked about.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<LockedReferrer>> Images { get; init; } =
        new SortedDictionary<string, IReadOnlyList<LockedReferrer>>(StringComparer.Ordinal);

    /// <summary>By digest of the release payload, in the order of their numbers.</summary>
    public IReadOnlyDictionary<Digest, IReadOnlyList<LockedReleaseSignature>> ReleaseSignatures { get; init; } =
        new SortedDictionary<Digest, IReadOnlyList<LockedReleaseSignature>>();

    /// <summary>Where the file has each image; empty for what was found just now.</summary>
    public IReadOnlyDictionary<string, SourceSpan> Spans { get; init; } = new Dictionary<string, SourceSpan>();

    /// <summary>Whether it says nothing.</summary>
    public bool IsEmpty => Images.Count == 0 && ReleaseSignatures.Count == 0;

    /// <summary>What is said of some images and releases.</summary>
    public ReferrersLockFile Only(IEnumerable<string> images, IEnumerable<Digest> payloads) => Of(
        images.Where(Images.ContainsKey).Select(image => KeyValuePair.Create(image, Images[image])),
        payloads.Where(ReleaseSignatures.ContainsKey).Select(payload => KeyValuePair.Create(payload, ReleaseSignatures[payload])));

    /// <summary>Sorts, so that the same content is the same file.</summary>
    public static ReferrersLockFile Of(
        IEnumerable<KeyValuePair<string, IReadOnlyList<LockedReferrer>>> images,
        IEnumerable<KeyValuePair<Digest, IReadOnlyList<LockedReleaseSignature>>> releaseSignatures) => new()
    {
        Images = new SortedDictionary<string, IReadOnlyList<LockedReferrer>>(
            images.ToDictionary(image => image.Key, image => LockedReferrer.Sort(image.Value)), StringComparer.Ordinal),
        ReleaseSignatures = new SortedDictionary<Digest, IReadOnlyList<LockedReleaseSignature>>(
            releaseSignatures.Where(release => release.Value.Count > 0)
                .ToDictionary(release => release.Key, release => (IReadOnlyList<LockedReleaseSignature>)[.. release.Value.OrderBy(s => s.Number)])),
    };
}
