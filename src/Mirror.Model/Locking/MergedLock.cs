namespace Mirror.Model.Locking;

/// <summary>What came of merging two locks.</summary>
/// <param name="Lock">Without what is in conflict.</param>
/// <param name="Conflicts">Clauses that say what was changed on both sides.</param>
/// <param name="Catalogs">
/// By source key: operator sources of which both sides changed something, so that what is derived of them has to be computed again, and the catalogs that may have
/// the operators of both. One, unless both sides moved the catalog to another one.
/// </param>
public sealed record MergedLock(LockFile Lock, IReadOnlyList<string> Conflicts, IReadOnlyDictionary<string, IReadOnlyList<LockedImage>> Catalogs);
