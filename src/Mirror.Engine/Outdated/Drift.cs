using Mirror.Engine.Describing;

namespace Mirror.Engine.Outdated;

/// <summary>One thing that a source has, or has no longer, beyond the lock.</summary>
/// <param name="Scope">As in <see cref="LockedItem"/>.</param>
/// <param name="Line">As in <see cref="LockedItem"/>.</param>
/// <param name="Locked">The version or digest of the lock; empty for what it has nothing of.</param>
/// <param name="Now">What the source has; empty when nothing.</param>
/// <param name="Link">Where to read about it.</param>
internal sealed record Drift(DriftKind Kind, ItemKind Item, string Scope, string Line, string Locked, string Now, string? Link = null);
