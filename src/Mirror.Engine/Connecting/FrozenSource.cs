using Mirror.Oci.Content;

namespace Mirror.Engine.Connecting;

/// <summary>Stands for all sources in frozen mode: what the store does not have cannot be had.</summary>
internal sealed class FrozenSource : IReferrerSource
{
    public Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken) => throw Frozen($"the manifest of '{image}'");

    public Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken) =>
        throw Frozen($"'{blob.Digest}' of '{image}'");

    public Task<IReadOnlyList<FoundReferrer>> FindReferrersAsync(
        ImageReference image, IReadOnlyList<Digest> subjects, bool byTag, CancellationToken cancellationToken) => throw Frozen($"what refers to '{image}'");

    private static MirrorException Frozen(string what) => MirrorErrors.SourceFrozen.Exception(
        $"--frozen allows no source to be asked, and the store does not have {what}. Fill the store with '--target Fetch' first, or leave --frozen out.");
}
