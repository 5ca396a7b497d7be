using Mirror.Engine.Locking;
using Mirror.Model.Locking;
using Mirror.Oci.Archives;

namespace Mirror.Engine.Resolving.Archived;

/// <summary>The lock that archives bring along.</summary>
/// <param name="Name">The archive, as messages call it.</param>
/// <param name="Lock">What it says.</param>
internal sealed record ArchivedLock(string Name, LockFile Lock)
{
    /// <summary>The lock of the archive that nothing else here builds on: of a whole archive and its deltas, that of the last delta.</summary>
    /// <param name="mirror">Archives of this mirror alone count if there are any.</param>
    /// <exception cref="MirrorException">MIR4017: there are several; MIR20xx: a lock is of a newer Mirror.</exception>
    public static ArchivedLock Choose(ArchiveSet archives, string mirror)
    {
        var candidates = archives.Archives.Where(archive => archive.Contents.Mirror == mirror).ToList();
        var among = candidates.Count > 0 ? candidates : archives.Archives;
        var heads = among
            .Where(archive => !among.Any(other => other != archive && other.Contents.Base == archive.Contents.Lock.Digest))
            .DistinctBy(archive => (archive.Contents.Lock, archive.Contents.Referrers))
            .ToList();
        if (heads.Count != 1)
        {
            throw MirrorErrors.ArchivesAmbiguous.Exception(
                $"The archives '{string.Join("', '", (heads.Count == 0 ? among : heads).Select(archive => archive.Contents.Name.Stem))}' {(among.Select(archive => archive.Contents.Mirror).Distinct().Count() > 1 ? "are of different mirrors: publish each by itself" : "have different locks, and none of them builds on the others")}. Name those of one lock with '--from', or the mirror's own configuration with '--config'.");
        }

        var name = heads[0].Contents.Name.Stem;
        return new ArchivedLock(name, new LockBytes(heads[0].Lock, heads[0].Referrers).Read($"{name}:{LockFile.FileName}"));
    }
}
