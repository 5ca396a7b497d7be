using Mirror.Oci.Content;

namespace Mirror.Engine.Connecting;

/// <summary>
/// Reads one image from its source or, where the source has lost it, from the mirror's own destination, which may hold it under the image's target
/// repository (promise 2).
/// </summary>
internal sealed class DestinationFallback(IImageSource source, IImageSource destination, Func<ImageReference, IReadOnlyList<ImageReference>> placesAtDestination) : IImageSource
{
    public async Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        if (await source.FindManifestAsync(image, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        foreach (var place in placesAtDestination(image))
        {
            if (await destination.FindManifestAsync(place, cancellationToken).ConfigureAwait(false) is { } kept)
            {
                return kept;
            }
        }

        return null;
    }

    public async Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken)
    {
        if (await source.FindBlobAsync(image, blob, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        foreach (var place in placesAtDestination(image))
        {
            if (await destination.FindBlobAsync(place, blob, cancellationToken).ConfigureAwait(false) is { } kept)
            {
                return kept;
            }
        }

        return null;
    }
}
