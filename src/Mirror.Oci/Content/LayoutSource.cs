using Mirror.Oci.Store;

namespace Mirror.Oci.Content;

/// <summary>
/// Reads images from OCI image layouts (<c>oci://folder</c>). Relative folders start at <paramref name="baseFolder"/>, the configuration's own, so that
/// a configuration means the same wherever it is run from.
/// </summary>
public sealed class LayoutSource(string baseFolder) : IImageSource
{
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
