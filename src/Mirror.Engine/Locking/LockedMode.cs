using Mirror.Engine.Options;
using Mirror.Model.Locking;

namespace Mirror.Engine.Locking;

/// <summary>What <c>--locked</c> and <c>--frozen</c> forbid: any difference between configuration and lock (DESIGN 4).</summary>
internal static class LockedMode
{
    public static bool IsOn(MirrorOptions options) =>
        options.LockMode is LockMode.Locked or LockMode.Frozen || options.From.Count > 0;

    /// <exception cref="MirrorException">MIR2005, MIR2006, MIR2007: one error for each difference, at its place in the configuration.</exception>
    public static async Task EnsureAsync(
        MirrorOptions options,
        LockStorage storage,
        LockFile? lockFile,
        IReadOnlyList<StaleSource> reasons,
        CancellationToken cancellationToken)
    {
        var because = options.From.Count > 0 ? "with --from no source can be asked" : options.IsLockedByCi ? "CI is set, which means --locked" : "--locked was given";
        var cure = $"Run '{LockCommand(options)}' outside locked mode and commit '{storage.DisplayName}'";
        if (lockFile is null)
        {
            throw MirrorErrors.LockMissing.Exception($"There is no lock file '{storage.DisplayName}', and {because}. {cure}.");
        }

        if (reasons.Count > 0)
        {
            throw new MirrorException([.. reasons.Select(reason => MirrorErrors.LockStale.Diagnostic($"{reason.Reason} {cure}.", reason.Span))]);
        }

        if (await storage.FindNotCanonicalAsync(lockFile, cancellationToken).ConfigureAwait(false) is { } file)
        {
            throw MirrorErrors.LockNotCanonical.Exception(
                $"The lock file says the right thing in another form than Mirror writes, and {because}. {cure}.",
                SourceSpan.At(file, 1, 1));
        }
    }

    /// <summary>The command that mends a stale lock.</summary>
    public static string LockCommand(MirrorOptions options) => SuggestedCommand.For(options, "--target Lock");
}
