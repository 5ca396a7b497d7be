namespace Mirror.Model.Locking;

/// <summary>Reads <c>mirror.lock.json</c>. A file that is damaged in any way is an error with its place, never an empty lock.</summary>
public static class LockFileReader
{
    /// <summary>Bytes a lock file may have; a mirror of everything stays far below.</summary>
    public const int MaxSize = 64 * 1024 * 1024;

    private static readonly Dictionary<string, Func<string, LockJson, LockedSource>> Kinds = new(StringComparer.Ordinal)
    {
        [LockedHelmSource.KeyPrefix] = LockedHelmSourceFormat.Read,
        [LockedImageSource.KeyPrefix] = LockedImageSourceFormat.Read,
        [LockedOperatorSource.KeyPrefix] = LockedOperatorSourceFormat.Read,
        [LockedReleaseSource.KeyPrefix] = (key, json) =>
            key == LockedGraphSource.SourceKey ? LockedGraphSourceFormat.Read(key, json) : LockedReleaseSourceFormat.Read(key, json),
    };

    /// <param name="file">How messages call the file.</param>
    /// <exception cref="MirrorException">MIR2001 to MIR2004, at a line and column.</exception>
    public static LockFile Read(byte[] utf8, string file)
    {
        var root = LockRoot.Read(utf8, file, MaxSize, LockFile.CurrentLockVersion);
        var resolverVersion = root.Integer("resolverVersion");
        if (resolverVersion > LockFile.CurrentResolverVersion)
        {
            throw MirrorErrors.LockTooNew.Exception(
                $"The lock was resolved by the selection rules of version {resolverVersion}; this program has version {LockFile.CurrentResolverVersion}. Use the newer Mirror that wrote it.",
                root.Member("resolverVersion").Span);
        }

        var sources = root.Member("sources").Members().Select(ReadSource).ToList();
        root.RefuseUnread();
        return LockFile.Empty.With(sources) with { ResolverVersion = (int)resolverVersion };
    }

    private static LockedSource ReadSource(LockNode node)
    {
        var kind = Kinds.Keys.FirstOrDefault(prefix => node.Name.StartsWith(prefix, StringComparison.Ordinal))
            ?? throw node.Invalid($"'{node.Name}' is not of a known kind; expected {string.Join(", ", Kinds.Keys.Select(k => $"'{k}...'"))}");
        var source = Kinds[kind](node.Name, node.Json);
        return source with { Span = node.Span, Blocked = ReadBlocked(node) };
    }

    private static string[] ReadBlocked(LockNode node) =>
        node.Has(LockedSource.BlockedMember) ? [.. node.Member(LockedSource.BlockedMember).Items().Select(item => item.AsText())] : [];
}
