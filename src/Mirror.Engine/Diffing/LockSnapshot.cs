using Mirror.Engine.Describing;
using Mirror.Model.Locking;
using Mirror.Model.Planning;

namespace Mirror.Engine.Diffing;

/// <summary>A lock as it is compared.</summary>
/// <param name="Name">How people call it: a file, or <c>git:REVISION</c>.</param>
internal sealed record LockSnapshot(string Name, LockFile Lock)
{
    /// <summary>What people follow over time.</summary>
    public IReadOnlyList<LockedItem> Items { get; } = SourceDescribers.ItemsOf(Lock);

    /// <summary>Every image once, by digest, ordered by name: what the bytes of a mirror are.</summary>
    public IReadOnlyDictionary<Digest, ImageShare> Images { get; } = Lock.Sources.Values
        .SelectMany(source => source.Images())
        .GroupBy(image => image.Digest)
        .ToDictionary(group => group.Key, Share);

    private static ImageShare Share(IEnumerable<PlannedImage> images)
    {
        var all = images.OrderBy(image => image.Source.ToString(), StringComparer.Ordinal).ToList();
        return new ImageShare(all[0].Source, [.. all.Select(image => image.Kind).Distinct().Order()], all.Max(image => image.Size));
    }
}
