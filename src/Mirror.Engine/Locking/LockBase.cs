using Mirror.Engine.Receipts;
using Mirror.Model.Locking;

namespace Mirror.Engine.Locking;

/// <summary>What a lock is compared with.</summary>
/// <param name="Name">How messages call it.</param>
/// <param name="Lock">Empty where the revision has no lock yet.</param>
internal sealed record LockBase(string Name, LockFile Lock)
{
    /// <summary>What Publish said of the lock; null when nobody has said which destination holds it.</summary>
    public Receipt? Receipt { get; private init; }

    /// <summary>The lock of a receipt.</summary>
    public static LockBase Of(Receipt receipt, string name) => new($"the receipt '{name}' of '{receipt.Destination}'", receipt.Lock) { Receipt = receipt };
}
