using Mirror.Model.Locking;

namespace Mirror.Engine.Locking;

/// <summary>What a lock is compared with.</summary>
/// <param name="Name">How messages call it.</param>
/// <param name="Lock">Empty where the revision has no lock yet.</param>
internal sealed record LockBase(string Name, LockFile Lock);
