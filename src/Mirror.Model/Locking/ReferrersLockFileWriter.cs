using System.Globalization;

namespace Mirror.Model.Locking;

/// <summary>Writes <c>mirror.lock.referrers.json</c>, by the same rules as <see cref="LockFileWriter"/>.</summary>
public static class ReferrersLockFileWriter
{
    /// <summary>The canonical bytes of <paramref name="file"/>.</summary>
    public static byte[] Write(ReferrersLockFile file)
    {
        using var writer = new LockWriter();
        writer.Object(null, () =>
        {
            writer.Number("lockVersion", ReferrersLockFile.CurrentLockVersion);
            writer.Object("images", () =>
            {
                // A block for each repository, whose first line stays when a digest changes: merge requests that bump neighbours merge.
                foreach (var repository in file.Images.GroupBy(image => RepositoryOf(image.Key), StringComparer.Ordinal))
                {
                    writer.Object(repository.Key, () =>
                    {
                        foreach (var (image, referrers) in repository)
                        {
                            WriteImage(writer, image[(repository.Key.Length + 1)..], referrers);
                        }
                    });
                }
            });
            writer.Object("releaseSignatures", () =>
            {
                foreach (var (payload, signatures) in file.ReleaseSignatures)
                {
                    writer.Object(payload.ToString(), () => WriteSignatures(writer, signatures));
                }
            });
        });
        return writer.ToArray();
    }

    private static string RepositoryOf(string image) => image[..image.LastIndexOf('@')];

    private static void WriteImage(LockWriter writer, string digest, IReadOnlyList<LockedReferrer> referrers)
    {
        if (referrers.Count == 0)
        {
            writer.Leaf(digest, _ => { });
            return;
        }

        writer.Object(digest, () =>
        {
            foreach (var referrer in referrers)
            {
                writer.Leaf(referrer.Name, leaf =>
                {
                    leaf.WriteString(referrer.Tag is null ? "subject" : "digest", (referrer.Tag is null ? referrer.Subject : referrer.Digest).ToString());
                    leaf.WriteString("artifactType", referrer.ArtifactType);
                    leaf.WriteNumber("size", referrer.Size);
                });
            }
        });
    }

    private static void WriteSignatures(LockWriter writer, IReadOnlyList<LockedReleaseSignature> signatures)
    {
        foreach (var signature in signatures)
        {
            writer.Text(string.Create(CultureInfo.InvariantCulture, $"signature-{signature.Number}"), signature.Base64);
        }
    }
}
