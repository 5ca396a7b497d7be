namespace Mirror.Model.Locking;

/// <summary>What came of merging two locks.</summary>
/// <param name="Lock">Without what is in conflict.</param>
/// <param name="Conflicts">What was changed on both sides and is for a person to decide.</param>
/// <param name="Catalogs">
/// By source key: operator sources of which both sides changed something, so that what is derived of them has to be computed again, and the catalogs that may have
/// the operators of both. One, unless both sides moved the catalog to another one.
/// </param>
/// <param name="IsGraphMixed">Whether the graph data are those of one side and their base that of the other, so that the graph image has to be computed again.</param>
public sealed record MergedLock(
    LockFile Lock, IReadOnlyList<MergeConflict> Conflicts, IReadOnlyDictionary<string, IReadOnlyList<LockedImage>> Catalogs, bool IsGraphMixed);
