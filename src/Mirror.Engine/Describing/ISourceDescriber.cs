using Mirror.Model.Locking;
using Mirror.Model.Planning;

namespace Mirror.Engine.Describing;

/// <summary>Tells what a block of the lock holds in the words of its kind of content.</summary>
internal interface ISourceDescriber
{
    /// <summary>Whether <paramref name="source"/> is of this kind.</summary>
    bool Describes(LockedSource source);

    /// <summary>What people follow over time.</summary>
    IEnumerable<LockedItem> Items(LockedSource source);

    /// <summary>The way from the block to one of its images, for people: <c>4.20.9</c>, <c>etcd</c>. Empty when the block is the image.</summary>
    IReadOnlyList<string> Steps(LockedSource source, PlannedImage image) =>
        [.. image.Because.Split(", ", StringSplitOptions.RemoveEmptyEntries).Where(step => step != source.Key)];

    /// <summary>Addresses besides those of its images that the block is read from: <c>host/path</c>, or <c>https://host/path</c>.</summary>
    IEnumerable<string> Places(LockedSource source) => [];
}
