using Mirror.Oci.Layers;

namespace Mirror.Engine.Resolving.Releases.Payloads;

/// <summary>
/// Reads a release payload out of the layers of its image, streamed (SPEC 4.7). Release tools put all manifests into the topmost layer, so the
/// large ones below are usually not opened.
/// </summary>
public static class PayloadReader
{
    private const string Folder = "release-manifests";
    private const string ImageReferences = $"{Folder}/image-references";
    private const string Metadata = $"{Folder}/release-metadata";
    private const string BootImages = $"{Folder}/0000_50_installer_coreos-bootimages.yaml";

    /// <summary>Bytes of one file; the largest known has 200 KB.</summary>
    private const int MaxFileSize = 4 * 1024 * 1024;

    private static readonly LayerLimits Limits = new() { MaxUnpackedBytes = 4L * 1024 * 1024 * 1024, MaxEntries = 500_000 };

    /// <summary>Reads components and metadata, and the KubeVirt boot images if <paramref name="withKubeVirt"/>.</summary>
    /// <param name="layers">As in the manifest: the base first.</param>
    /// <param name="name">How messages call the image: its reference.</param>
    /// <exception cref="MirrorException">MIR2331: not a payload, or a damaged one; MIR304x: a layer cannot be read; and what opening layers throws.</exception>
    public static async Task<ReleasePayload> ReadAsync(
        IReadOnlyList<LayerSource> layers, string name, bool withKubeVirt, CancellationToken cancellationToken)
    {
        string[] wanted = withKubeVirt ? [ImageReferences, Metadata, BootImages] : [ImageReferences, Metadata];
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await LayerStack.VisitAsync(
            layers,
            wanted,
            async (entry, token) =>
            {
                files[entry.Path] = entry.Kind == LayerEntryKind.File
                    ? await entry.ReadAllAsync(MaxFileSize, token).ConfigureAwait(false)
                    : throw MirrorErrors.PayloadInvalid.Exception(
                        $"'{entry.Path}' of the release payload '{name}' is a link to '{entry.LinkTarget}'; expected a file.");
            },
            () => wanted.All(files.ContainsKey),
            Limits,
            cancellationToken).ConfigureAwait(false);

        var payload = PayloadMetadataReader.Read(FileOf(Metadata), name);
        return payload with
        {
            Components = ImageReferencesReader.Read(FileOf(ImageReferences), name),
            KubeVirtImages = files.TryGetValue(BootImages, out var bootImages) ? BootImagesReader.Read(bootImages, name) : [],
        };

        byte[] FileOf(string path) => files.TryGetValue(path, out var bytes)
            ? bytes
            : throw MirrorErrors.PayloadInvalid.Exception($"The image '{name}' has no '{path}', so it is not a release payload.");
    }
}
