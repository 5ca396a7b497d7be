using Mirror.Engine.Describing;

namespace Mirror.Engine.Diffing;

/// <summary>What became of one line. Each list is in the order of versions. For a moved name both lists hold it, with the old and the new content.</summary>
internal sealed record ItemChange(
    ChangeKind Change,
    ItemKind Kind,
    string Scope,
    string Line,
    IReadOnlyList<LockedItem> Removed,
    IReadOnlyList<LockedItem> Added,
    IReadOnlyList<LockedItem> Kept)
{
    /// <summary>Whether nothing of the line is mirrored any more.</summary>
    public bool IsLineGone => Change == ChangeKind.Removed && Kept.Count == 0;
}
