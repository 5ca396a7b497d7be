using Mirror.Model.Locking;
using Mirror.Oci.Store;

namespace Mirror.Oci.Content;

/// <summary>
/// Reads images from OCI image layouts (<c>oci://folder</c>). Relative folders start at <paramref name="baseFolder"/>, the configuration's own, so that
/// a configuration means the same wherever it is run from.
/// </summary>
public sealed class LayoutSource(string baseFolder) : IReferrerSource
{
    // A layout that is a source holds an image or a catalog; one with more entries than this is a store, where nobody looks for signatures.
    private const int MaxEntries = 1_000;

    /// <inheritdoc/>
    public async Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var folder = FolderOf(image);
        if (!Directory.Exists(folder))
        {
            throw MirrorErrors.LayoutInvalid.Exception($"'{image}' names the folder '{folder}', which does not exist.");
        }

        var entries = await new LayoutIndex(folder).ReadAsync(cancellationToken).ConfigureAwait(false);
        var digest = image.Digest ?? Choose(image, entries);
        if (digest is null)
        {
            return null;
        }

        var bytes = await new BlobFolder(folder).FindBytesAsync(digest.Value, ManifestReader.MaxSize, cancellationToken).ConfigureAwait(false);
        return bytes is null
            ? null
            : ManifestReader.Read(bytes, entries.FirstOrDefault(e => e.Digest == digest)?.MediaType, image.ToString());
    }

    /// <inheritdoc/>
    public Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken) =>
        Task.FromResult(new BlobFolder(FolderOf(image)).Find(blob));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FoundReferrer>> FindReferrersAsync(
        ImageReference image, IReadOnlyList<Digest> subjects, bool byTag, CancellationToken cancellationToken)
    {
        var folder = FolderOf(image);
        var blobs = new BlobFolder(folder);
        var tags = subjects.SelectMany(subject => ReferrerTag.Of(subject).Select(tag => (tag, subject))).ToDictionary(pair => pair.tag, pair => pair.subject);
        var wanted = subjects.ToHashSet();
        var found = new List<FoundReferrer>();
        foreach (var entry in (await new LayoutIndex(folder).ReadAsync(cancellationToken).ConfigureAwait(false)).Take(MaxEntries))
        {
            if (await blobs.FindBytesAsync(entry.Digest, ManifestReader.MaxSize, cancellationToken).ConfigureAwait(false) is not { } bytes)
            {
                continue;
            }

            var manifest = ManifestReader.Read(bytes, entry.MediaType, $"{image.Repository}@{entry.Digest}");
            if (byTag && tags.FirstOrDefault(tag => IsNamed(LayoutIndex.NameOf(entry), tag.Key)) is { Key: { } tag, Value: var tagged })
            {
                found.Add(new FoundReferrer(tagged, entry.Digest, tag, manifest));
            }
            else if (manifest.Manifest.Subject is { } subject && wanted.Contains(subject.Digest))
            {
                found.Add(new FoundReferrer(subject.Digest, entry.Digest, null, manifest));
            }
        }

        return [.. found.OrderBy(referrer => referrer.Subject).ThenBy(referrer => referrer.Tag, StringComparer.Ordinal).ThenBy(referrer => referrer.Digest)];
    }

    private string FolderOf(ImageReference image) => Path.GetFullPath(image.Repository, baseFolder);

    private static Digest? Choose(ImageReference image, IReadOnlyList<Descriptor> entries)
    {
        var candidates = image.Tag is null
            ? entries
            : [.. entries.Where(e => IsNamed(LayoutIndex.NameOf(e), image.Tag))];
        if (candidates.Select(e => e.Digest).Distinct().Count() > 1)
        {
            var names = string.Join(", ", candidates.Select(e => $"'{(LayoutIndex.NameOf(e) is { Length: > 0 } name ? name : e.Digest.ToString())}'").Take(10));
            throw MirrorErrors.LayoutInvalid.Exception(
                $"'{image}' could be any of {candidates.Count} images of that layout: {names}. Add the name ('oci://folder:name') or the digest ('oci://folder@sha256:...').");
        }

        return candidates.Count == 0 ? null : candidates[0].Digest;
    }

    // Tools write the bare tag, or the whole reference with it.
    private static bool IsNamed(string name, string tag) =>
        name == tag || name.EndsWith($":{tag}", StringComparison.Ordinal);
}
