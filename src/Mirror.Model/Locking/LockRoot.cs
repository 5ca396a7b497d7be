using System.Text;

namespace Mirror.Model.Locking;

/// <summary>What the files of a lock have in common: a limit, no conflict markers, strict JSON, a version that this program knows.</summary>
internal static class LockRoot
{
    /// <exception cref="MirrorException">MIR2001, MIR2002, MIR2004, at a line and column.</exception>
    public static LockNode Read(byte[] utf8, string file, int maxSize, int currentVersion)
    {
        if (utf8.Length > maxSize)
        {
            throw MirrorErrors.LockUnreadable.Exception($"The lock file has more than {maxSize} bytes.", SourceSpan.At(file, 1, 1));
        }

        RefuseConflictMarkers(utf8, file);
        var root = new LockNode("", LockJson.Parse(utf8, file));
        var version = root.Integer("lockVersion");
        return version <= currentVersion
            ? root
            : throw MirrorErrors.LockTooNew.Exception(
                $"The lock file has version {version}; this program reads up to {currentVersion}. Use the newer Mirror that wrote it.",
                root.Member("lockVersion").Span);
    }

    private static void RefuseConflictMarkers(byte[] utf8, string file)
    {
        var line = 1;
        foreach (var text in Encoding.UTF8.GetString(utf8).AsSpan().EnumerateLines())
        {
            if (text.StartsWith("<<<<<<< ") || text.StartsWith(">>>>>>> ") || text is "=======")
            {
                throw MirrorErrors.LockConflict.Exception(
                    "The lock file has conflict markers of a merge. Merge the configuration, then run '--target LockRepair', which merges the two locks by what they mean.",
                    SourceSpan.At(file, line, 1));
            }

            line++;
        }
    }
}
