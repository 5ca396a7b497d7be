using Mirror.Model.Planning;

namespace Mirror.Model.Locking;

/// <summary>An image that a chart names.</summary>
/// <param name="Reference">As the chart names it, with Docker Hub's short names completed.</param>
/// <param name="Because">Template and path of every place that names it; at least one.</param>
public sealed record LockedChartImage(ImageReference Reference, LockedImage Resolved, IReadOnlyList<string> Because)
{
    /// <summary>Below the destination: the path stays, the tag too; what is named by digest alone gets a tag made of it (SPEC 6.3).</summary>
    public TargetName Target => new(Reference.Repository, Reference.Tag ?? TargetName.DigestTag(Resolved.Digest));
}
