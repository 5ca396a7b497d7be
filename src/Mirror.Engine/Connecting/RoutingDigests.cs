using Mirror.Oci.Content;

namespace Mirror.Engine.Connecting;

/// <summary>As <see cref="RoutingSource"/>, for digests alone.</summary>
internal sealed class RoutingDigests(IDigestSource registries, IImageSource layouts) : IDigestSource
{
    public async Task<Digest?> FindDigestAsync(ImageReference image, CancellationToken cancellationToken) => image.Transport == Transport.Docker
        ? await registries.FindDigestAsync(image, cancellationToken).ConfigureAwait(false)
        : (await layouts.FindManifestAsync(image, cancellationToken).ConfigureAwait(false))?.Digest;
}
