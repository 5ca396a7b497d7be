using Mirror.Engine.Options;
using Mirror.Model.Configuration;
using Mirror.Model.Locking;
using Mirror.Oci.Store;

namespace Mirror.Engine.Locking;

/// <summary>
/// What git calls for a lock file that both sides of a merge changed: reads three versions, leaves the merged one in the place of ours. Needs no configuration, which may be in
/// the middle of the same merge. Where a person has to decide, git's own merge with its markers is left, and the run fails so that git knows.
/// </summary>
/// <param name="conflicts">Makes what is left to do of a merge, for the mirror of these options.</param>
/// <param name="files">Ancestor, ours, theirs and, if git tells it (<c>%P</c>), the path that they are versions of.</param>
internal sealed class LockMergeDriver(MirrorOptions options, IReadOnlyList<string> files, Func<MirrorOptions, LockConflicts> conflicts, GitRepository git)
{
    private const int WithPath = 4;

    private string Name => options.DisplayPath(files[^1]);

    private bool IsReferrers => files.Count == WithPath && Path.GetFileName(files[^1]) == ReferrersLockFile.FileName;

    // Git runs it for whatever mirror the path belongs to.
    private LockConflicts Conflicts => conflicts(files.Count == WithPath && Path.GetDirectoryName(files[^1]) is { } folder
        ? options with { ConfigurationFile = Path.Combine(folder, MirrorOptionsReader.ConfigurationFileName) }
        : options);

    public async Task<StepResult> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var merged = IsReferrers ? await MergeReferrersAsync(cancellationToken).ConfigureAwait(false) : await MergeLockAsync(cancellationToken).ConfigureAwait(false);
            await AtomicFile.WriteAsync(files[1], merged, cancellationToken).ConfigureAwait(false);
            return StepResult.Done($"merged '{Name}'");
        }
        catch (MirrorException)
        {
            if (await git.FindMergedTextAsync(files[0], files[1], files[2], LockFileReader.MaxSize, cancellationToken).ConfigureAwait(false) is { } text)
            {
                await AtomicFile.WriteAsync(files[1], text, cancellationToken).ConfigureAwait(false);
            }

            throw;
        }
    }

    private async Task<byte[]> MergeLockAsync(CancellationToken cancellationToken)
    {
        var (ancestor, ours, theirs) = await ReadAsync(LockFileReader.Read, cancellationToken).ConfigureAwait(false);
        var merged = LockThreeWayMerge.Merge(ancestor, ours!, theirs!, (_, _) => false);
        Conflicts.ThrowIfAny(Name, merged.Conflicts);
        return LockFileWriter.Write(await Conflicts.DeriveAsync(merged, new Dictionary<string, ISourceEntry>(), cancellationToken).ConfigureAwait(false));
    }

    private async Task<byte[]> MergeReferrersAsync(CancellationToken cancellationToken)
    {
        var (ancestor, ours, theirs) = await ReadAsync(ReferrersLockFileReader.Read, cancellationToken).ConfigureAwait(false);
        var (merged, left) = LockThreeWayMerge.Merge(ancestor, ours!, theirs!);
        Conflicts.ThrowIfAny(Name, left);
        return ReferrersLockFileWriter.Write(merged);
    }

    /// <summary>Git gives an empty ancestor for a file that both sides added.</summary>
    private async Task<(T? Ancestor, T? Ours, T? Theirs)> ReadAsync<T>(Func<byte[], string, T> read, CancellationToken cancellationToken)
        where T : class
    {
        var versions = new List<T?>();
        foreach (var file in files.Take(3))
        {
            var bytes = await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
            versions.Add(bytes.Length == 0 && versions.Count == 0 ? null : read(bytes, Name));
        }

        return (versions[0], versions[1], versions[2]);
    }
}
