using System.Collections.Concurrent;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Releases.Signatures;

/// <summary>The release signatures of one resolution: what the lock has, and what was found now. Safe for concurrent use.</summary>
/// <param name="known">The lock's.</param>
internal sealed class ReleaseSignatureSet(ReferrersLockFile known)
{
    private readonly ConcurrentDictionary<Digest, IReadOnlyList<LockedReleaseSignature>> _found = [];

    /// <summary>What is known of the release with this payload; empty if nothing is.</summary>
    public IReadOnlyList<LockedReleaseSignature> Find(Digest payload) =>
        _found.TryGetValue(payload, out var found) || known.ReleaseSignatures.TryGetValue(payload, out found) ? found : [];

    /// <summary>Replaces what is known of a release.</summary>
    public void Add(Digest payload, IReadOnlyList<LockedReleaseSignature> signatures) => _found[payload] = signatures;

    /// <summary>Those of the releases that <paramref name="lockFile"/> has and that the configuration does not excuse from having one.</summary>
    public IEnumerable<KeyValuePair<Digest, IReadOnlyList<LockedReleaseSignature>>> Of(LockFile lockFile, ExpectedSources expected) =>
        SubjectImages.Releases(lockFile, expected).Select(release => KeyValuePair.Create(release.Payload, Find(release.Payload)));
}
