using Mirror.Engine.Options;
using Mirror.Engine.Receipts;
using Mirror.Model.Locking;
using Mirror.Oci.Archives;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Engine.Locking;

/// <summary>
/// Finds the lock that this one is compared with: what <c>--base</c> names; else, in a merge request, what it is to be merged into; else the lock as it was
/// last committed.
/// </summary>
internal sealed class LockBaseReader(MirrorOptions options, HostEnvironment environment)
{
    private const string LastCommit = "HEAD";

    // 'mirror.lock.json' has 'mirror.lock.referrers.json' beside it; so does a copy under another name.
    private const string ReferrersExtension = ".referrers.json";

    private const string Shallow = "a pipeline needs the history of the target branch: 'fetch-depth: 0' for GitHub's checkout, 'GIT_DEPTH: 0' in GitLab";

    /// <summary>The base, which must be there.</summary>
    /// <exception cref="MirrorException">MIR2020, MIR2021.</exception>
    public Task<LockBase> ReadAsync(CancellationToken cancellationToken) => options.Base switch
    {
        BaseFile file => ReadFileAsync(file.Path, cancellationToken),
        BaseRevision revision => ReadRevisionAsync(revision, cancellationToken),
        BaseDay day => ReadDayAsync(day, cancellationToken),
        _ => ReadDefaultAsync(cancellationToken),
    };

    /// <summary>As <see cref="ReadAsync"/>; null when nobody names one and there is no repository to take it from.</summary>
    public async Task<LockBase?> FindAsync(CancellationToken cancellationToken) =>
        options.Base is not null || MergeRequestBase.Find(environment.Find) is not null || await Repository().IsWorkTreeAsync(cancellationToken).ConfigureAwait(false)
            ? await ReadAsync(cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<LockBase> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        // A folder stands for the lock in it, as with '--live'.
        path = Directory.Exists(path) ? Path.Combine(path, LockFile.FileName) : path;
        var name = options.DisplayPath(path);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw MirrorErrors.BaseMissing.Exception($"There is no lock file or receipt '{name}'.");
        }

        // Whoever has carried an archive has it as a base too: it brings its lock.
        if (ArchiveName.TryParseSegment(file.Name) is not null)
        {
            using var segment = await ArchiveSegment.OpenAsync(file.FullName, cancellationToken).ConfigureAwait(false);
            return new LockBase($"the archive '{name}'", new LockBytes(segment.Lock, segment.Referrers).Read(name));
        }

        var bytes = await ReadFileAsync(file, name, ReceiptFormat.MaxSize, cancellationToken).ConfigureAwait(false);
        if (ReceiptFormat.TryRead(bytes, name) is { } receipt)
        {
            return LockBase.Of(receipt, name);
        }

        var beside = new FileInfo(Path.ChangeExtension(path, ReferrersExtension));
        var referrers = beside.Exists
            ? await ReadFileAsync(beside, options.DisplayPath(beside.FullName), ReferrersLockFileReader.MaxSize, cancellationToken).ConfigureAwait(false)
            : [];
        return new LockBase(name, new LockBytes(bytes, referrers).Read(name));
    }

    private static async Task<byte[]> ReadFileAsync(FileInfo file, string name, int limit, CancellationToken cancellationToken) => file.Length > limit
        ? throw MirrorErrors.LockUnreadable.Exception($"The file has more than {limit} bytes, which no lock has.", SourceSpan.At(name, 1, 1))
        : await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false);

    private async Task<LockBase> ReadDayAsync(BaseDay day, CancellationToken cancellationToken)
    {
        var repository = await OpenAsync($"the lock as it was before {day}", cancellationToken).ConfigureAwait(false);
        var commit = await repository.FindLastBeforeAsync(day.Day, LockFile.FileName, cancellationToken).ConfigureAwait(false);
        return commit is null
            ? new LockBase($"git (no lock before {day})", LockFile.Empty)
            : await ReadCommitAsync(repository, $"git:{commit[..Math.Min(12, commit.Length)]}, committed before {day}", commit, cancellationToken).ConfigureAwait(false);
    }

    private async Task<LockBase> ReadRevisionAsync(BaseRevision revision, CancellationToken cancellationToken)
    {
        var repository = await OpenAsync($"'{revision}'", cancellationToken).ConfigureAwait(false);
        var commit = await repository.FindCommitAsync(revision.Revision, cancellationToken).ConfigureAwait(false)
            ?? throw MirrorErrors.BaseMissing.Exception($"The repository of '{options.DisplayPath(options.ConfigurationFolder)}' has no revision '{revision.Revision}'; {Shallow}.");
        return await ReadCommitAsync(repository, revision.ToString(), commit, cancellationToken).ConfigureAwait(false);
    }

    private async Task<LockBase> ReadDefaultAsync(CancellationToken cancellationToken)
    {
        if (MergeRequestBase.Find(environment.Find) is not { } request)
        {
            var repository = await OpenAsync("the lock of the last commit", cancellationToken).ConfigureAwait(false);
            return await repository.FindCommitAsync(LastCommit, cancellationToken).ConfigureAwait(false) is { } head
                ? await ReadCommitAsync(repository, $"git:{LastCommit}", head, cancellationToken).ConfigureAwait(false)
                : new LockBase("git (no commit yet)", LockFile.Empty);
        }

        return await ReadRequestAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async Task<LockBase> ReadRequestAsync(MergeRequestBase request, CancellationToken cancellationToken)
    {
        var repository = await OpenAsync($"what '{request.Variable}' names", cancellationToken).ConfigureAwait(false);
        var commit = await repository.FindCommitAsync(request.Revision, cancellationToken).ConfigureAwait(false);
        if (commit is not null && request.IsBranch)
        {
            commit = await repository.FindMergeBaseAsync(commit, LastCommit, cancellationToken).ConfigureAwait(false);
        }

        return commit is null
            ? throw MirrorErrors.BaseMissing.Exception($"'{request.Variable}' says that this is merged into '{request.Revision}', which the clone does not have or reach; {Shallow}. Or name another base with '--base'.")
            : await ReadCommitAsync(repository, $"git:{request.Revision}", commit, cancellationToken).ConfigureAwait(false);
    }

    private async Task<LockBase> ReadCommitAsync(GitRepository repository, string name, string commit, CancellationToken cancellationToken)
    {
        var id = commit[..Math.Min(12, commit.Length)];
        var shown = name.Contains(commit, StringComparison.Ordinal) ? name.Replace(commit, id, StringComparison.Ordinal)
            : name.Contains(id, StringComparison.Ordinal) ? name
            : $"{name} ({id})";
        var bytes = await repository.FindFileAsync(commit, LockFile.FileName, LockFileReader.MaxSize, cancellationToken).ConfigureAwait(false);
        if (bytes is null)
        {
            return new LockBase(shown, LockFile.Empty);
        }

        var referrers = await repository.FindFileAsync(commit, ReferrersLockFile.FileName, ReferrersLockFileReader.MaxSize, cancellationToken).ConfigureAwait(false);
        return new LockBase(shown, new LockBytes(bytes, referrers ?? []).Read($"{name}:{options.DisplayPath(options.LockFile)}"));
    }

    private async Task<GitRepository> OpenAsync(string what, CancellationToken cancellationToken)
    {
        var repository = Repository();
        if (!repository.HasProgram)
        {
            throw MirrorErrors.BaseUnreadable.Exception($"Only 'git' can read {what}, and it is in no folder of PATH. Install it, or name a lock file with '--base FILE'.");
        }

        return await repository.IsWorkTreeAsync(cancellationToken).ConfigureAwait(false)
            ? repository
            : throw MirrorErrors.BaseUnreadable.Exception(
                $"'{options.DisplayPath(options.ConfigurationFolder)}' is not in a repository that git reads ('git status' there says why), so it does not have {what}. Name a lock file with '--base FILE'.");
    }

    // The folder of a configuration that is only named may not exist.
    private GitRepository Repository() => new(Directory.Exists(options.ConfigurationFolder) ? options.ConfigurationFolder : options.WorkingDirectory, environment);
}
