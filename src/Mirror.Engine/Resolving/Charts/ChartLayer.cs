namespace Mirror.Engine.Resolving.Charts;

/// <summary>A chart as an image in a registry, as Helm defines it.</summary>
internal static class ChartLayer
{
    public const string ConfigType = "application/vnd.cncf.helm.config.v1+json";
    public const string ContentType = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

    // Before Helm 3.7.
    private const string OldContentType = "application/tar+gzip";

    /// <summary>The layer that holds the archive; others, as the provenance, may stand beside it.</summary>
    /// <exception cref="MirrorException">MIR2464: the image is not a chart.</exception>
    public static Descriptor Find(Manifest manifest, ImageReference image)
    {
        if (manifest.Config?.MediaType != ConfigType)
        {
            throw MirrorErrors.ChartArtifactInvalid.Exception(
                $"'{image}' is not a Helm chart: {(manifest.IsIndex ? "it is a list of images" : $"its configuration is of type '{manifest.Config?.MediaType}'")}, expected '{ConfigType}'.");
        }

        return manifest.Layers.FirstOrDefault(layer => layer.MediaType is ContentType or OldContentType)
            ?? throw MirrorErrors.ChartArtifactInvalid.Exception($"'{image}' is not a Helm chart: it has no layer of type '{ContentType}'.");
    }
}
