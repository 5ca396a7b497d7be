namespace Mirror.Model.Locking;

/// <summary>The catalog that Mirror makes of the packages that a lock names. A function of the rest of the source: <c>LockRepair</c> computes it again.</summary>
/// <param name="Digest">Of its index.</param>
/// <param name="Size">As <see cref="LockedImage.Size"/> counts it.</param>
public sealed record LockedCatalog(Digest Digest, long Size);
