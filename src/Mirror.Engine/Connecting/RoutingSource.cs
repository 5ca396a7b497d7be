using Mirror.Oci.Content;

namespace Mirror.Engine.Connecting;

/// <summary>Sends each reference to what understands its transport.</summary>
internal sealed class RoutingSource(IReferrerSource registries, IReferrerSource layouts) : IReferrerSource
{
    public Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken) =>
        For(image).FindManifestAsync(image, cancellationToken);

    public Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken) =>
        For(image).FindBlobAsync(image, blob, cancellationToken);

    public Task<IReadOnlyList<FoundReferrer>> FindReferrersAsync(
        ImageReference image, IReadOnlyList<Digest> subjects, bool byTag, CancellationToken cancellationToken) =>
        For(image).FindReferrersAsync(image, subjects, byTag, cancellationToken);

    private IReferrerSource For(ImageReference image) => image.Transport switch
    {
        Transport.Docker => registries,
        Transport.OciLayout => layouts,
        _ => throw new ArgumentOutOfRangeException(nameof(image), image.Transport, "unknown transport"),
    };
}
