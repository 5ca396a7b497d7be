using Mirror.Oci.Archives;
using Mirror.Oci.Content;

namespace Mirror.Engine.Connecting;

/// <summary>Stands for all sources when there are archives to read from, which are opened when the first image is asked for.</summary>
internal sealed class ArchivedSource(Func<CancellationToken, Task<ArchiveSet>> archives) : IReferrerSource
{
    public async Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken) =>
        await (await archives(cancellationToken).ConfigureAwait(false)).FindManifestAsync(image, cancellationToken).ConfigureAwait(false);

    public async Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken) =>
        await (await archives(cancellationToken).ConfigureAwait(false)).FindBlobAsync(image, blob, cancellationToken).ConfigureAwait(false);

    public Task<IReadOnlyList<FoundReferrer>> FindReferrersAsync(
        ImageReference image, IReadOnlyList<Digest> subjects, bool byTag, CancellationToken cancellationToken) =>
        throw MirrorErrors.ReferrersUnknown.Exception(
            $"Archives do not tell what refers to '{image}'. Complete the lock on the other side with '--target Lock', and carry both of its files across.");
}
