using Mirror.Model.Planning;

namespace Mirror.Model.Locking;

/// <summary>
/// The answer to <c>platform.graph</c>: the graph data as the update service published them, the image that they are put on, and what becomes of the two. Graph
/// data have no address by digest, so the digest only tells whether what is found is the same.
/// </summary>
public sealed record LockedGraphSource : LockedSource
{
    /// <summary>The only key of this kind.</summary>
    public const string SourceKey = "platform/graph";

    /// <summary>What the update service calls the archive of the graph data.</summary>
    public const string DataType = "application/x-gzip";

    /// <summary>The graph image below the destination (SPEC 4.8).</summary>
    public static TargetName Target { get; } = new("openshift/graph-image", "latest");

    /// <summary>The archive of the graph data.</summary>
    public required Descriptor Data { get; init; }

    /// <summary>What the graph image is built on.</summary>
    public required LockedImage Base { get; init; }

    /// <summary>The graph image; an index. Derived.</summary>
    public required Digest GraphImage { get; init; }

    /// <summary>As <see cref="LockedImage.Size"/>. Derived.</summary>
    public required long Size { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<PlannedImage> Images()
    {
        var source = Base.Image.WithDigest(GraphImage);
        return [new PlannedImage(ImageKind.Graph, source, source, Target, Size) { IsBuilt = true, Because = Key }];
    }
}
