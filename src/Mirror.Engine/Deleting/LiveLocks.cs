using Mirror.Engine.Locking;
using Mirror.Engine.Options;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Engine.Deleting;

/// <summary>The locks that say what is still needed: the mirror's own, and those that <c>--live</c> names.</summary>
internal sealed class LiveLocks(MirrorOptions options, LockStorage storage, HostEnvironment environment)
{
    /// <summary>All of them.</summary>
    /// <exception cref="MirrorException">MIR5108: there is none, or one that is given says nothing; MIR20xx: one cannot be read.</exception>
    public async Task<IReadOnlyList<LockBase>> ReadAsync(CancellationToken cancellationToken)
    {
        var locks = await ReadGivenAsync(cancellationToken).ConfigureAwait(false);
        if (await storage.FindAsync(cancellationToken).ConfigureAwait(false) is { } own)
        {
            locks.Insert(0, new LockBase(storage.DisplayName, own));
        }

        return locks.Count > 0
            ? locks
            : throw MirrorErrors.LiveLockMissing.Exception(
                $"There is no lock '{storage.DisplayName}' and '--live' names none, so nobody knows what is still needed. Run '--target Lock', or name the locks in use with '--live'.");
    }

    /// <summary>Those that <c>--live</c> names.</summary>
    public async Task<List<LockBase>> ReadGivenAsync(CancellationToken cancellationToken)
    {
        var locks = new List<LockBase>();
        foreach (var reference in options.Live)
        {
            if (reference is BaseFile { Path: var path } && !File.Exists(path) && !File.Exists(Path.Combine(path, Model.Locking.LockFile.FileName)))
            {
                throw MirrorErrors.LiveLockMissing.Exception(
                    $"There is no live lock '{options.DisplayPath(path)}'; what it needs would not be safe. Name the lock's file, the folder that it is in, or 'git:REVISION' with '--live'.");
            }

            var live = await new LockBaseReader(options with { Base = reference }, environment).ReadAsync(cancellationToken).ConfigureAwait(false);
            locks.Add(live.Lock.Sources.Count > 0
                ? live
                : throw MirrorErrors.LiveLockMissing.Exception($"The live lock '{live.Name}' names nothing. A lock that is in use has content; check '--live'."));
        }

        return locks;
    }
}
