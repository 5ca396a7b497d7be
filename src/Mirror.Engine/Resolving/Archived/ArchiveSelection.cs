using Mirror.Engine.Planning;
using Mirror.Model.Locking;

namespace Mirror.Engine.Resolving.Archived;

/// <summary>The part of an archive's lock that a configuration asks for.</summary>
internal static class ArchiveSelection
{
    /// <summary>A lock with exactly the entries of the configuration.</summary>
    /// <exception cref="MirrorException">MIR4019: entries that the archive does not answer, each at its place.</exception>
    public static LockFile Select(ArchivedLock archived, ExpectedSources expected)
    {
        var keys = expected.Entries.Select(entry => entry.SourceKey).ToHashSet(StringComparer.Ordinal);
        var selected = archived.Lock.With(archived.Lock.Sources.Values.Where(source => keys.Contains(source.Key))) with { ResolverVersion = archived.Lock.ResolverVersion };
        var reasons = LockValidity.Check(selected, expected);
        return reasons.Count == 0
            ? selected with { Referrers = ReferrersOf(selected, archived.Lock.Referrers) }
            : throw new MirrorException([.. reasons.Select(reason => Refusal(archived, reason))]);
    }

    private static Diagnostic Refusal(ArchivedLock archived, StaleSource reason) => MirrorErrors.ArchiveLacksEntry.Diagnostic(
        $"{reason.Reason} The lock is that of the archive '{archived.Name}': pack what is missing on the other side, or ask for what the archive has.", reason.Span);

    private static ReferrersLockFile ReferrersOf(LockFile selected, ReferrersLockFile all)
    {
        var images = PlannedImages.Of(selected);
        var names = images.Select(image => image.Source.ToString()).ToHashSet(StringComparer.Ordinal);
        var digests = images.Select(image => image.Digest).ToHashSet();
        return ReferrersLockFile.Of(
            all.Images.Where(image => names.Contains(image.Key)),
            all.ReleaseSignatures.Where(release => digests.Contains(release.Key)));
    }
}
