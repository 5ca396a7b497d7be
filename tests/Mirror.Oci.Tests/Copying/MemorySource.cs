using Mirror.Model.Oci;
using Mirror.Oci.Content;
using Mirror.Sandbox.Images;

namespace Mirror.Oci.Tests.Copying;

/// <summary>A source that has the blobs of some images.</summary>
internal sealed class MemorySource(IEnumerable<ImageContent> images) : IImageSource
{
    private readonly Dictionary<Digest, BlobContent> _blobs = images.SelectMany(image => image.AllBlobs()).DistinctBy(blob => blob.Descriptor.Digest).ToDictionary(blob => blob.Descriptor.Digest);

    public Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken) => Task.FromResult<ManifestContent?>(null);

    public Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken) =>
        Task.FromResult<Stream?>(new ReadOnlyMemoryStream(_blobs[blob.Digest].Bytes));
}
