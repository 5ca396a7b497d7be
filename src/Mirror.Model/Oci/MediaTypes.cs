using System.Collections.Frozen;

namespace Mirror.Model.Oci;

/// <summary>The media types that Mirror reads, and what they are (OCI image-spec, Docker image manifest v2 schema 1 and 2).</summary>
public static class MediaTypes
{
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string OciConfig = "application/vnd.oci.image.config.v1+json";
    public const string OciLayer = "application/vnd.oci.image.layer.v1.tar";
    public const string OciLayerGzip = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const string OciLayerZstd = "application/vnd.oci.image.layer.v1.tar+zstd";
    public const string OciEmpty = "application/vnd.oci.empty.v1+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerManifestList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";
    public const string DockerLayerGzip = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    public const string DockerSchema1 = "application/vnd.docker.distribution.manifest.v1+json";
    public const string DockerSchema1Signed = "application/vnd.docker.distribution.manifest.v1+prettyjws";

    /// <summary>What a manifest request accepts, best first. Schema 1 is absent: a registry must not convert to it.</summary>
    public static IReadOnlyList<string> AcceptedManifests { get; } =
        [OciIndex, DockerManifestList, OciManifest, DockerManifest];

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        OciManifest, OciIndex, OciConfig, OciLayer, OciLayerGzip, OciLayerZstd, OciEmpty, DockerManifest, DockerManifestList, DockerConfig, DockerLayerGzip);

    /// <summary>The same text, as one string for all who hold it when it is a usual media type: a plan holds tens of thousands of descriptors.</summary>
    internal static string Shared(string mediaType) => Known.TryGetValue(mediaType, out var known) ? known : mediaType;

    /// <summary>A list of manifests, one per platform or purpose.</summary>
    public static bool IsIndex(string mediaType) => mediaType is OciIndex or DockerManifestList;

    /// <summary>One image or artifact: a configuration and layers.</summary>
    public static bool IsManifest(string mediaType) => mediaType is OciManifest or DockerManifest;

    /// <summary>The obsolete format, signed or not, whose digest covers other bytes than a client receives.</summary>
    public static bool IsSchema1(string mediaType) => mediaType is DockerSchema1 or DockerSchema1Signed;

    /// <summary>
    /// Layers that stay at their own URLs (Windows base layers): registries need not hold them, so they are neither fetched nor pushed.
    /// </summary>
    public static bool IsForeignLayer(string mediaType) =>
        mediaType.Contains(".foreign.", StringComparison.Ordinal) || mediaType.Contains(".nondistributable.", StringComparison.Ordinal);
}
