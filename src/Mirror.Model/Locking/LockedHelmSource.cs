using Mirror.Model.Planning;

namespace Mirror.Model.Locking;

/// <summary>The answer to an entry of <c>helm</c>: one chart, or every chart of a repository.</summary>
public sealed record LockedHelmSource : LockedSource
{
    /// <summary>The start of every key of this kind.</summary>
    public const string KeyPrefix = "helm/";

    /// <summary>In the order of names, then versions.</summary>
    public required IReadOnlyList<LockedChart> Charts { get; init; }

    /// <summary>The instances of the charts' images that are brought; empty is all.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <summary>The content of the values files that the charts were rendered with, by path; another content makes another rendering.</summary>
    public IReadOnlyDictionary<string, Digest> ValuesFiles { get; init; } = new SortedDictionary<string, Digest>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IEnumerable<PlannedImage> Images() => Charts.SelectMany(ImagesOf);

    private IEnumerable<PlannedImage> ImagesOf(LockedChart chart)
    {
        var images = chart.Images.Select(image => new PlannedImage(ImageKind.Helm, image.Reference, image.Resolved.Image, image.Target, image.Resolved.Size)
        {
            Platforms = Platforms,
            Because = $"{Key}, chart {chart.Id}, {image.Because[0]}",
        });
        return chart.Artifact is { } artifact ? images.Append(ArtifactOf(chart, artifact)) : images;
    }

    private PlannedImage ArtifactOf(LockedChart chart, LockedChartArtifact artifact)
    {
        var origin = chart.Archive.Origin.Reference(chart);
        return new PlannedImage(ImageKind.HelmChart, origin, origin.WithDigest(artifact.Digest), artifact.Target, artifact.Size)
        {
            Because = $"{Key}, chart {chart.Id}",
            IsBuilt = chart.Archive.Origin is not ChartImage,
            Requires = [.. chart.Images.Select(image => image.Target).Distinct()],
        };
    }
}
