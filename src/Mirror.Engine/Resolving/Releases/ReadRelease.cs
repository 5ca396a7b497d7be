using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Releases;

/// <summary>A release for the lock, and the references of it that <c>blockedImages</c> excludes. A release whose payload is blocked is left out as a whole.</summary>
internal sealed record ReadRelease(LockedRelease? Release, IReadOnlyList<string> Blocked);
