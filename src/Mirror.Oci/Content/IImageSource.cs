namespace Mirror.Oci.Content;

/// <summary>A place that images are read from: a registry (with its mirrors), a layout folder, the content store, an archive.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IImageSource
{
    /// <summary>
    /// Reads the manifest that <paramref name="image"/> names: by digest if it has one (the bytes are verified against it), else by tag.
    /// Null when this place answers that it has no such manifest.
    /// </summary>
    /// <exception cref="MirrorException">The place could not be asked, or its answer is wrong.</exception>
    Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a blob of the repository of <paramref name="image"/> from its start. The stream gives exactly <see cref="Descriptor.Size"/> bytes,
    /// resumes by itself where the place can, and throws from the read that would complete wrong content, so that who reads to the end has
    /// verified bytes. Null when this place answers that it has no such blob.
    /// </summary>
    /// <exception cref="MirrorException">The place could not be asked; also from reads of the stream.</exception>
    Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken);
}
