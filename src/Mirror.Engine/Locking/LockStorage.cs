using Mirror.Model.Locking;
using Mirror.Oci.Store;

namespace Mirror.Engine.Locking;

/// <summary>The lock of a mirror on disk, which is two files, and the candidate that Resolve leaves for Lock.</summary>
public sealed class LockStorage(MirrorOptions options)
{
    /// <summary>How messages call the lock file.</summary>
    public string DisplayName => options.DisplayPath(options.LockFile);

    /// <summary>Where Resolve puts its answer.</summary>
    public string CandidateFile => Path.Combine(options.OutputFolder, "plan", LockFile.FileName);

    /// <summary>How messages call the file of signatures and other referrers.</summary>
    public string ReferrersDisplayName => options.DisplayPath(options.ReferrersLockFile);

    /// <summary>The candidate's file of signatures and other referrers.</summary>
    public string ReferrersCandidateFile => Path.Combine(options.OutputFolder, "plan", ReferrersLockFile.FileName);

    /// <summary>What the lock was before Resolve changed its answer in this run; null when it did not, so that nothing in the lock is known to be new.</summary>
    public LockFile? BeforeResolve { get; set; }

    /// <summary>The lock, or null when there is none yet.</summary>
    /// <exception cref="MirrorException">MIR20xx: a file cannot be used.</exception>
    public Task<LockFile?> FindAsync(CancellationToken cancellationToken) => FindAsync(options.LockFile, options.ReferrersLockFile, cancellationToken);

    /// <summary>What of a lock counts in this run: with <c>--no-release</c>, no releases.</summary>
    public LockFile Considered(LockFile lockFile) => options.NoRelease ? lockFile.WithoutReleases() : lockFile;

    /// <summary>The lock as a target needs it that does not resolve: what counts of it, and with <c>--remove-signatures</c> nothing refers to its images.</summary>
    /// <exception cref="MirrorException">MIR2005: there is none.</exception>
    public async Task<LockFile> ReadAsync(CancellationToken cancellationToken)
    {
        var lockFile = Considered(await ReadWholeAsync(cancellationToken).ConfigureAwait(false));
        return options.RemoveSignatures
            ? lockFile with { Referrers = ReferrersLockFile.Of([], lockFile.Referrers.ReleaseSignatures) }
            : lockFile;
    }

    /// <summary>The lock as it is on disk.</summary>
    /// <exception cref="MirrorException">MIR2005: there is none.</exception>
    public async Task<LockFile> ReadWholeAsync(CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken).ConfigureAwait(false)
        ?? throw MirrorErrors.LockMissing.Exception($"There is no lock file '{DisplayName}'. Run '--target Lock' to make it, and commit it.");

    /// <summary>The versions in each of the two files, where a merge left its markers.</summary>
    public async Task<(ConflictText? Lock, ConflictText? Referrers)> FindConflictsAsync(CancellationToken cancellationToken) => (
        await FindConflictAsync(options.LockFile, cancellationToken).ConfigureAwait(false),
        await FindConflictAsync(options.ReferrersLockFile, cancellationToken).ConfigureAwait(false));

    /// <summary>The lock file alone.</summary>
    /// <exception cref="MirrorException">MIR20xx.</exception>
    public async Task<LockFile> ReadMainAsync(CancellationToken cancellationToken) =>
        await FindBytesAsync(options.LockFile, cancellationToken).ConfigureAwait(false) is { } bytes ? LockFileReader.Read(bytes, DisplayName) : LockFile.Empty;

    /// <summary>Signatures and referrers alone; empty when there are none.</summary>
    /// <exception cref="MirrorException">MIR20xx.</exception>
    public async Task<ReferrersLockFile> ReadReferrersAsync(CancellationToken cancellationToken) =>
        await FindBytesAsync(options.ReferrersLockFile, cancellationToken).ConfigureAwait(false) is { } bytes
            ? ReferrersLockFileReader.Read(bytes, ReferrersDisplayName)
            : ReferrersLockFile.Empty;

    /// <summary>What Resolve found, or null when it has not run.</summary>
    public Task<LockFile?> FindCandidateAsync(CancellationToken cancellationToken) => FindAsync(CandidateFile, ReferrersCandidateFile, cancellationToken);

    /// <summary>Leaves an answer for Lock.</summary>
    public Task WriteCandidateAsync(LockFile candidate, CancellationToken cancellationToken) =>
        WriteAsync(candidate, CandidateFile, ReferrersCandidateFile, cancellationToken);

    /// <summary>Replaces the lock; false when its bytes are right already.</summary>
    public Task<bool> WriteAsync(LockFile lockFile, CancellationToken cancellationToken) =>
        WriteAsync(lockFile, options.LockFile, options.ReferrersLockFile, cancellationToken);

    /// <summary>The file on disk that is not what <see cref="WriteAsync"/> would write, as messages call it; null when both are.</summary>
    public async Task<string?> FindNotCanonicalAsync(LockFile lockFile, CancellationToken cancellationToken)
    {
        var canonical = LockBytes.Of(lockFile);
        var bytes = await File.ReadAllBytesAsync(options.LockFile, cancellationToken).ConfigureAwait(false);
        if (!bytes.AsSpan().SequenceEqual(canonical.Lock.Span))
        {
            return DisplayName;
        }

        var referrers = File.Exists(options.ReferrersLockFile) ? await File.ReadAllBytesAsync(options.ReferrersLockFile, cancellationToken).ConfigureAwait(false) : [];
        return referrers.AsSpan().SequenceEqual(canonical.Referrers.Span) ? null : ReferrersDisplayName;
    }

    /// <summary>
    /// A second file that would say nothing is not there, so that the same content is always the same files. After a kill between the two, the lock names images that
    /// the second file does not speak of, which Resolve notices and mends.
    /// </summary>
    private static async Task<bool> WriteAsync(LockFile lockFile, string path, string referrersPath, CancellationToken cancellationToken)
    {
        var bytes = LockBytes.Of(lockFile);
        var isChanged = await AtomicFile.WriteAsync(path, bytes.Lock, cancellationToken).ConfigureAwait(false);
        if (!bytes.Referrers.IsEmpty)
        {
            return await AtomicFile.WriteAsync(referrersPath, bytes.Referrers, cancellationToken).ConfigureAwait(false) || isChanged;
        }

        isChanged |= File.Exists(referrersPath);
        File.Delete(referrersPath);
        return isChanged;
    }

    private async Task<LockFile?> FindAsync(string path, string referrersPath, CancellationToken cancellationToken)
    {
        if (await FindBytesAsync(path, cancellationToken).ConfigureAwait(false) is not { } bytes)
        {
            return null;
        }

        var lockFile = LockFileReader.Read(bytes, options.DisplayPath(path));
        var referrers = await FindBytesAsync(referrersPath, cancellationToken).ConfigureAwait(false);
        return referrers is null ? lockFile : lockFile with { Referrers = ReferrersLockFileReader.Read(referrers, options.DisplayPath(referrersPath)) };
    }

    private async Task<ConflictText?> FindConflictAsync(string path, CancellationToken cancellationToken) =>
        await FindBytesAsync(path, cancellationToken).ConfigureAwait(false) is { } bytes && ConflictText.TrySplit(bytes, out var conflict) ? conflict : null;

    private async Task<byte[]?> FindBytesAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        if (file.Length > LockFileReader.MaxSize)
        {
            throw MirrorErrors.LockUnreadable.Exception($"The lock file has more than {LockFileReader.MaxSize} bytes.", SourceSpan.At(options.DisplayPath(path), 1, 1));
        }

        return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
    }
}
