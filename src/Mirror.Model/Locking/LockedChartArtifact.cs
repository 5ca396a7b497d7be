using Mirror.Model.Planning;

namespace Mirror.Model.Locking;

/// <summary>
/// A chart as an image in a registry, which <c>helm pull oci://...</c> reads. <see cref="Digest"/> is that of its manifest, <see cref="Size"/> counts the manifest
/// and its blobs.
/// </summary>
public sealed record LockedChartArtifact(Digest Digest, long Size, TargetName Target);
