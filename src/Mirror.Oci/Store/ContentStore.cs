using Mirror.Oci.Content;

namespace Mirror.Oci.Store;

/// <summary>
/// The content store: an OCI image layout on disk that mirrors and processes share (DESIGN 5). Knows content by digest alone; a tag means nothing here.
/// </summary>
/// <param name="root">Its folder.</param>
/// <param name="isReadOnly">Whether nothing may come in: to take content in is a bug of the caller then.</param>
public sealed class ContentStore(string root, bool isReadOnly = false) : IImageSource
{
    private readonly LayoutIndex _index = new(root);

    /// <summary>The blobs and manifests.</summary>
    public BlobFolder Blobs { get; } = new(root, isReadOnly);

    /// <inheritdoc/>
    public async Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        if (image.Digest is not { } digest
            || await Blobs.FindBytesAsync(digest, ManifestReader.MaxSize, cancellationToken).ConfigureAwait(false) is not { } bytes)
        {
            return null;
        }

        return ManifestReader.Read(bytes, contentType: null, image.ToString());
    }

    /// <inheritdoc/>
    public Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken) =>
        Task.FromResult(Blobs.Find(blob));

    /// <summary>Keeps a manifest or another small blob.</summary>
    public Task AddAsync(ManifestContent manifest, CancellationToken cancellationToken) =>
        Blobs.IngestAsync(manifest.Bytes, cancellationToken);

    /// <summary>
    /// Names complete images in <c>index.json</c>, so that other tools find them: <c>skopeo inspect oci:STORE:registry/repository@digest</c>.
    /// </summary>
    public Task OfferAsync(IEnumerable<(ImageReference Image, ManifestContent Manifest)> images, CancellationToken cancellationToken) =>
        _index.AddAsync(
            [
                .. images.Select(image => image.Manifest.Descriptor with
                {
                    Annotations = new Dictionary<string, string> { [LayoutIndex.RefName] = image.Image.ToString() },
                }),
            ],
            cancellationToken);
}
