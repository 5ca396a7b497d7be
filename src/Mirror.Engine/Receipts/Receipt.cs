using Mirror.Model.Locking;

namespace Mirror.Engine.Receipts;

/// <summary>
/// What Publish says when a destination holds a lock: it is carried back across the gap and serves as the base of the next archive (DESIGN 6). A function of lock and
/// destination alone, so that publishing twice gives the same file.
/// </summary>
/// <param name="Mirror">The mirror's name.</param>
/// <param name="Destination">What holds the lock.</param>
/// <param name="Lock">The lock.</param>
internal sealed record Receipt(string Mirror, string Destination, LockFile Lock);
