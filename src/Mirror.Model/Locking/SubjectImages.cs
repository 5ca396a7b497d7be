using Mirror.Model.Configuration;
using Mirror.Model.Planning;

namespace Mirror.Model.Locking;

/// <summary>
/// The images of a lock whose signatures count: all but those of entries with <c>signatures: ignore</c>, and but content that Mirror makes itself, which nobody else
/// can have signed.
/// </summary>
public static class SubjectImages
{
    /// <summary>By reference, ordinally ordered.</summary>
    public static IReadOnlyDictionary<string, SubjectImage> Of(LockFile lockFile, ExpectedSources expected)
    {
        var subjects = new SortedDictionary<string, SubjectImage>(StringComparer.Ordinal);
        foreach (var entry in expected.Entries)
        {
            if (!lockFile.Sources.TryGetValue(entry.SourceKey, out var source))
            {
                continue;
            }

            foreach (var image in source.Images().Where(image => !image.IsBuilt))
            {
                var policy = PolicyOf(entry, source, image);
                if (policy != SignaturePolicy.Ignore)
                {
                    var subject = new SubjectImage(image.Source, image.Platforms, policy == SignaturePolicy.Required, entry, image.Because);
                    var name = image.Source.ToString();
                    subjects[name] = subjects.TryGetValue(name, out var other) ? Unite(other, subject) : subject;
                }
            }
        }

        return subjects;
    }

    /// <summary>Digests of the release payloads that need a release signature, with their entries.</summary>
    public static IReadOnlyList<(Digest Payload, ISourceEntry Entry)> Releases(LockFile lockFile, ExpectedSources expected) =>
    [
        .. expected.Entries
            .Where(entry => entry.Signatures != SignaturePolicy.Ignore && lockFile.Sources.ContainsKey(entry.SourceKey))
            .SelectMany(entry => lockFile.Sources[entry.SourceKey].Images()
                .Where(image => image.Kind == ImageKind.Release)
                .Select(image => (image.Digest, entry)))
            .DistinctBy(release => release.Digest),
    ];

    private static SignaturePolicy PolicyOf(ISourceEntry entry, LockedSource source, PlannedImage image) =>
        entry.Signatures ?? (source.IsAlwaysSigned(image) ? SignaturePolicy.Required : SignaturePolicy.IfPresent);

    private static SubjectImage Unite(SubjectImage first, SubjectImage second)
    {
        var strict = second.IsRequired && !first.IsRequired ? second : first;
        return strict with
        {
            Platforms = first.Platforms.Count == 0 || second.Platforms.Count == 0 ? [] : [.. first.Platforms.Union(second.Platforms)],
        };
    }
}
