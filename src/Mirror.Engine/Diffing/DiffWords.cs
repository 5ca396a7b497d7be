using System.Globalization;
using Mirror.Engine.Describing;

namespace Mirror.Engine.Diffing;

/// <summary>What both reports for people say in the same words.</summary>
internal static class DiffWords
{
    public static string Heading(ChangeKind change) => change.ToString();

    /// <summary>What a section means, for somebody who has never seen such a report; null where the heading says it.</summary>
    public static string? Explanation(ChangeKind change) => change switch
    {
        ChangeKind.Removed =>
            "No longer mirrored. Whoever uses these has to move on first. Publishing deletes nothing: images that are in the registry stay there until somebody deletes them.",
        ChangeKind.Downgraded => "The highest version that is mirrored is lower than before.",
        ChangeKind.Moved => "The name is the same, the content is another: its source has moved the tag or published it anew.",
        ChangeKind.Replaced => "One version takes the place of another, and their names do not tell which is newer.",
        ChangeKind.Updated or ChangeKind.Added => null,
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    /// <summary>How many changes of each kind there are.</summary>
    public static string Counts(LockDiff diff)
    {
        if (diff.Changes.Count == 0)
        {
            return diff.IsEmpty ? "Nothing changes." : "No version changes, but some of the images do.";
        }

        var counts = diff.Changes.CountBy(change => change.Change)
            .Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Value} {count.Key.ToString().ToLowerInvariant()}"));
        return $"{Counted.Of(diff.Changes.Count, "change", "changes")}: {string.Join(", ", counts)}.";
    }

    /// <summary>What that means in bytes.</summary>
    public static string Sizes(LockDiff diff)
    {
        var all = $"The mirror asks for {Counted.Images(diff.New.Images.Count)}.";
        var come = diff.NewImages.Count == 0
            ? "None of them is new."
            : string.Create(CultureInfo.InvariantCulture, $"{diff.NewImages.Count} of them {(diff.NewImages.Count == 1 ? "is" : "are")} new: at most {ByteSize.Format(diff.NewBytes)} to download and to push.");
        var go = diff.GoneImages.Count == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $" {Counted.Of(diff.GoneImages.Count, "earlier image is", "earlier images are")} no longer needed; deleting would free at most {ByteSize.Format(diff.GoneBytes)}.");
        return $"{all} {come}{go}";
    }

    /// <summary>How many of the new images somebody vouches for; null where the lock was not told of signatures.</summary>
    public static string? Signed(LockDiff diff)
    {
        var signable = diff.NewImages.Where(image => image.IsSignable).ToList();
        if (diff.New.Lock.Referrers.IsEmpty || signable.Count == 0)
        {
            return null;
        }

        var signed = signable.Count(image => diff.New.IsSigned(image.Image.Digest!.Value));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{signed} of {Counted.Of(signable.Count, "new image", "new images")} {(signed == 1 ? "has" : "have")} a signature; components of a release, which its signature covers, are not counted.");
    }

    /// <summary>New versions that the update graph warns of.</summary>
    public static IEnumerable<(ItemChange Change, LockedItem Item, ItemRisk Risk)> Risks(LockDiff diff) =>
        from change in diff.Changes
        where change.Change != ChangeKind.Removed
        from item in change.Added
        from risk in item.Risks
        select (change, item, risk);

    /// <summary>A version, or for a moved name the content behind it.</summary>
    public static string Label(ItemChange change, LockedItem item) => change.Change == ChangeKind.Moved
        ? $"{item.Label}: {item.Digest?.ToShortString() ?? "nothing"}"
        : item.Label;
}
