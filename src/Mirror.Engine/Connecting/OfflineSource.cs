using Mirror.Oci.Content;

namespace Mirror.Engine.Connecting;

/// <summary>Stands for all registries where none may be asked: what the store does not have is named, with the way to get it there.</summary>
internal sealed class OfflineSource(string store) : IReferrerSource
{
    public Task<ManifestContent?> FindManifestAsync(ImageReference image, CancellationToken cancellationToken) => throw Missing($"the manifest '{image}'");

    public Task<Stream?> FindBlobAsync(ImageReference image, Descriptor blob, CancellationToken cancellationToken) => throw Missing($"'{blob.Digest}' ({blob.Size} bytes) of '{image}'");

    public Task<IReadOnlyList<FoundReferrer>> FindReferrersAsync(
        ImageReference image, IReadOnlyList<Digest> subjects, bool byTag, CancellationToken cancellationToken) => throw Missing($"what refers to '{image}'");

    private MirrorException Missing(string what) => MirrorErrors.DerivedCatalogUnknown.Exception(
        $"The catalog cannot be computed again offline, because the store '{store}' does not have {what}. Keep one of the values for now and run '--target Plan' where the source can be reached: "
        + "it brings the catalog into the store and says that the value is wrong. Then run '--target LockRepair' again.");
}
