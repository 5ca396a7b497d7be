using Mirror.Model.Locking;
using Mirror.Oci.Store;

namespace Mirror.Engine.Locking;

/// <summary>The lock file of a mirror on disk, and the candidate that Resolve leaves for Lock.</summary>
public sealed class LockStorage(MirrorOptions options)
{
    /// <summary>How messages call the lock file.</summary>
    public string DisplayName => options.DisplayPath(options.LockFile);

    /// <summary>Where Resolve puts its answer.</summary>
    public string CandidateFile => Path.Combine(options.OutputFolder, "plan", LockFile.FileName);

    /// <summary>The lock, or null when there is none yet.</summary>
    /// <exception cref="MirrorException">MIR20xx: the file cannot be used.</exception>
    public Task<LockFile?> FindAsync(CancellationToken cancellationToken) => FindAsync(options.LockFile, cancellationToken);

    /// <summary>The lock, which a target needs that does not resolve.</summary>
    /// <exception cref="MirrorException">MIR2005: there is none.</exception>
    public async Task<LockFile> ReadAsync(CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken).ConfigureAwait(false)
        ?? throw MirrorErrors.LockMissing.Exception($"There is no lock file '{DisplayName}'. Run '--target Lock' to make it, and commit it.");

    /// <summary>What Resolve found, or null when it has not run.</summary>
    public Task<LockFile?> FindCandidateAsync(CancellationToken cancellationToken) => FindAsync(CandidateFile, cancellationToken);

    /// <summary>Leaves an answer for Lock.</summary>
    public Task WriteCandidateAsync(LockFile candidate, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(CandidateFile, LockFileWriter.Write(candidate), cancellationToken);

    /// <summary>Replaces the lock; false when its bytes are right already.</summary>
    public Task<bool> WriteAsync(LockFile lockFile, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(options.LockFile, LockFileWriter.Write(lockFile), cancellationToken);

    /// <summary>Whether the file on disk is what <see cref="WriteAsync"/> would write.</summary>
    public async Task<bool> IsCanonicalAsync(LockFile lockFile, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(options.LockFile, cancellationToken).ConfigureAwait(false);
        return bytes.AsSpan().SequenceEqual(LockFileWriter.Write(lockFile));
    }

    private async Task<LockFile?> FindAsync(string path, CancellationToken cancellationToken)
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

        var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        return LockFileReader.Read(bytes, options.DisplayPath(path));
    }
}
