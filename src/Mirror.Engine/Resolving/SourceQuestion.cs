using Mirror.Engine.Resolving.Releases.Signatures;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving;

/// <summary>One entry that has to be resolved, and what is known of it.</summary>
/// <param name="Entry">What is asked for.</param>
/// <param name="Lock">The lock as it is.</param>
/// <param name="IsMoving">Whether the pins of the whole entry are to be asked for anew.</param>
internal sealed record SourceQuestion(ISourceEntry Entry, LockFile Lock, bool IsMoving)
{
    /// <summary>What the lock says under the same key; null for a new entry.</summary>
    public LockedSource? Locked => Lock.Sources.GetValueOrDefault(Entry.SourceKey);

    /// <summary>Parts of the entry that are to move while its other pins stay: names of operators.</summary>
    public IReadOnlySet<string> MovingParts { get; init; } = System.Collections.Frozen.FrozenSet<string>.Empty;

    /// <summary>What may not be brought; goes into <see cref="LockedSource.Blocked"/>.</summary>
    public BlockedImages Blocked { get; init; } = BlockedImages.None;

    /// <summary>Takes the signatures of releases, and knows those of the lock.</summary>
    public ReleaseSignatureSet ReleaseSignatures { get; init; } = new(ReferrersLockFile.Empty);

    /// <summary>Whether the source with this key, the entry's own or another, gives up its pins in this run.</summary>
    public Func<string, bool> Moves { get; init; } = _ => false;

    /// <summary>Takes warnings; may be called from any thread.</summary>
    public Action<Diagnostic> Warn { get; init; } = _ => { };
}
