using Mirror.Oci.Archives;
using Mirror.Oci.Content;

namespace Mirror.Engine.Connecting;

/// <summary>Stands for all sources when there are archives to read from, which are opened when the first image is asked for.</summary>
internal sealed class ArchivedSource(Func<CancellationToken, Task<ArchiveSet>> archives) : IImageSource
{
    public async Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken) =>
        await (await archives(cancellationToken).ConfigureAwait(false)).FindManifestAsync(image, cancellationToken).ConfigureAwait(false);

    public async Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken) =>
        await (await archives(cancellationToken).ConfigureAwait(false)).FindBlobAsync(image, blob, cancellationToken).ConfigureAwait(false);
}
