namespace Mirror.Model.Locking;

/// <summary>Puts new answers into a lock and keeps every other pin as it is.</summary>
public static class LockMerge
{
    /// <summary>
    /// A lock that has exactly the <paramref name="expected"/> entries: answered anew where <paramref name="answers"/> has the key, else as before.
    /// </summary>
    /// <exception cref="ArgumentException">An entry has no answer at all.</exception>
    public static LockFile Merge(LockFile old, ExpectedSources expected, IReadOnlyDictionary<string, LockedSource> answers) =>
        old.With(expected.Entries.Select(entry =>
            answers.TryGetValue(entry.SourceKey, out var answer) || old.Sources.TryGetValue(entry.SourceKey, out answer)
                ? answer
                : throw new ArgumentException($"'{entry.SourceKey}' has no answer.", nameof(answers))));
}
