using Mirror.Model.Locking;
using Mirror.Oci.Archives;

namespace Mirror.Engine.Locking;

/// <summary>A lock as the bytes of its two files, as archives and receipts carry it; <see cref="Referrers"/> is empty where there is no second file.</summary>
internal sealed record LockBytes(ReadOnlyMemory<byte> Lock, ReadOnlyMemory<byte> Referrers)
{
    /// <summary>What identifies the lock, as <c>sha256sum mirror.lock.json</c> prints it.</summary>
    public Digest LockDigest => Digest.Of(Lock.Span);

    /// <summary>What identifies both files: without referrers, the same as the lock.</summary>
    public Digest Pins => Digest.Of([.. Lock.Span, .. Referrers.Span]);

    /// <summary>What files about this lock are called.</summary>
    public ArchiveName NameFor(string mirror) => ArchiveName.Of(mirror, LockDigest, Referrers.IsEmpty ? null : Digest.Of(Referrers.Span), null);

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
