using Mirror.Model.Locking;
using Mirror.Oci.Archives;

namespace Mirror.Engine.Locking;

/// <summary>A lock as the bytes of its two files, as archives and receipts carry it; <see cref="Referrers"/> is empty where there is no second file.</summary>
internal sealed record LockBytes(ReadOnlyMemory<byte> Lock, ReadOnlyMemory<byte> Referrers)
{
    /// <summary>What identifies the lock in the names of archives.</summary>
    public Digest Pins => ArchiveContents.PinsOf(Lock.Span, Referrers.Span);

    /// <summary>The canonical bytes of <paramref name="lockFile"/>.</summary>
    public static LockBytes Of(LockFile lockFile) =>
        new(LockFileWriter.Write(lockFile), lockFile.Referrers.IsEmpty ? ReadOnlyMemory<byte>.Empty : ReferrersLockFileWriter.Write(lockFile.Referrers));

    /// <summary>What the bytes say.</summary>
    /// <exception cref="MirrorException">MIR20xx: they are no lock.</exception>
    public LockFile Read(string name)
    {
        var lockFile = LockFileReader.Read(Lock.ToArray(), name);
        return Referrers.IsEmpty ? lockFile : lockFile with { Referrers = ReferrersLockFileReader.Read(Referrers.ToArray(), name) };
    }
}
