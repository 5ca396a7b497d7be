using Mirror.Oci.Content;
using Mirror.Oci.Store;

namespace Mirror.Oci.Copying;

/// <summary>
/// Where the copier gets blobs from: the store if it has them, else the source. Layers stream through memory unless <paramref name="keepLayers"/>; small
/// configurations are kept too (DESIGN 3).
/// </summary>
/// <param name="keepConfigs">False for a source that is as near as the store.</param>
public sealed class BlobSupply(ContentStore store, IImageSource source, bool keepLayers, CopyProgress progress, bool keepConfigs = true)
{
    private const long MaxKeptConfig = 4 * 1024 * 1024;

    /// <summary>Opens verified content.</summary>
    /// <exception cref="MirrorException">MIR3xxx: the source no longer has the blob.</exception>
    public async Task<Stream> OpenAsync(ImageReference image, Descriptor blob, bool isConfig, CancellationToken cancellationToken)
    {
        if (store.Blobs.SizeOf(blob.Digest) == blob.Size && store.Blobs.Find(blob) is { } stored)
        {
            return new CountingStream(stored, progress);
        }

        if (keepLayers || (keepConfigs && isConfig && blob.Size <= MaxKeptConfig))
        {
            await FetchAsync(image, blob, cancellationToken).ConfigureAwait(false);
            return store.Blobs.Find(blob) ?? throw Gone(image, blob);
        }

        return await OpenSourceAsync(image, blob, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Brings a blob into the store.</summary>
    public async Task FetchAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken)
    {
        if (store.Blobs.SizeOf(blob.Digest) == blob.Size)
        {
            return;
        }

        var content = await OpenSourceAsync(image, blob, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            await store.Blobs.IngestAsync(blob, content, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Stream> OpenSourceAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken) =>
        new CountingStream(await source.FindBlobAsync(image, blob, cancellationToken).ConfigureAwait(false) ?? throw Gone(image, blob), progress);

    private static MirrorException Gone(ImageReference image, Descriptor blob) => MirrorErrors.BlobGone.Exception(
        $"'{blob.Digest}' ({blob.Size} bytes), which '{image}' needs, is gone from its source, and no other place that was asked has it. Have the image pushed again, or fill the store from a machine whose store still has it.");
}
