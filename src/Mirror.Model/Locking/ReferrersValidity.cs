namespace Mirror.Model.Locking;

/// <summary>Whether <c>mirror.lock.referrers.json</c> answers the rest of its lock; offline, as <see cref="LockValidity"/>.</summary>
public static class ReferrersValidity
{
    /// <summary>
    /// Every difference, in the order of the keys, at most one for each entry and kind; of entries alone that the lock answers. With <c>--remove-signatures</c> there is
    /// nothing to compare but release signatures.
    /// </summary>
    public static IReadOnlyList<StaleSource> Check(LockFile lockFile, ExpectedSources expected, bool removesSignatures)
    {
        var reasons = SubjectImages.Releases(lockFile, expected)
            .Where(release => !lockFile.Referrers.ReleaseSignatures.ContainsKey(release.Payload))
            .Select(release => new StaleSource(
                release.Entry.SourceKey,
                StaleKind.ReleaseSignature,
                $"'{release.Entry.SourceKey}' has the release '{release.Payload}', whose release signature is not in the lock.",
                release.Entry.Span));
        if (!removesSignatures)
        {
            reasons = reasons.Concat(CheckImages(lockFile, SubjectImages.Of(lockFile, expected)));
        }

        return [.. reasons.DistinctBy(reason => (reason.Key, reason.Kind)).OrderBy(reason => reason.Key, StringComparer.Ordinal)];
    }

    /// <summary>Whether the lock says of <paramref name="subject"/> what its entry asks for; a signature that is required may have been made since it was asked for.</summary>
    public static bool IsAnswered(SubjectImage subject, ReferrersLockFile referrers) =>
        referrers.Images.TryGetValue(subject.Image.ToString(), out var known) && (!subject.IsRequired || known.Any(referrer => referrer.IsSignature));

    private static IEnumerable<StaleSource> CheckImages(LockFile lockFile, IReadOnlyDictionary<string, SubjectImage> subjects)
    {
        foreach (var subject in subjects.Values.Where(subject => !IsAnswered(subject, lockFile.Referrers)))
        {
            yield return new StaleSource(
                subject.Entry.SourceKey,
                StaleKind.Referrers,
                lockFile.Referrers.Images.ContainsKey(subject.Image.ToString())
                    ? $"'{subject.Entry.SourceKey}' needs signatures, and the lock has none of '{subject.Image}'."
                    : $"'{subject.Entry.SourceKey}' takes signatures along, and the lock does not say whether '{subject.Image}' has any.",
                subject.Span);
        }

        foreach (var image in lockFile.Referrers.Images.Keys.Where(image => !subjects.ContainsKey(image)))
        {
            yield return new StaleSource(
                image,
                StaleKind.Removed,
                $"'{image}' has an entry in '{ReferrersLockFile.FileName}', but nothing takes its signatures along.",
                lockFile.Referrers.Spans.GetValueOrDefault(image));
        }
    }
}
