using System.Text.Json;
using Mirror.Charts.Loading;
using Mirror.Model.Locking;
using Mirror.Model.Planning;

namespace Mirror.Engine.Resolving.Charts;

/// <summary>
/// A chart as an image for a registry, made of its archive as <c>helm push</c> does it, but without the time: the same archive gives the same bytes.
/// </summary>
internal sealed record ChartArtifact(ReadOnlyMemory<byte> Manifest, ReadOnlyMemory<byte> Config, LockedChartArchive Archive)
{
    // Where helm users look for charts; a repository's host and path say nothing inside the gap.
    private const string Folder = "charts/";

    /// <summary>The address of the manifest.</summary>
    public Digest Digest => Digest.Of(Manifest.Span);

    /// <summary>The artifact of <paramref name="loaded"/>.</summary>
    public static ChartArtifact Of(LoadedChart loaded)
    {
        var metadata = loaded.Chart.Metadata;
        var config = metadata.ToJson();
        using var buffer = new MemoryStream();

        // With the strictest encoder: what a laxer one lets through depends on its version of Unicode.
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", MediaTypes.OciManifest);
            json.WritePropertyName("config");
            WriteDescriptor(json, new Descriptor(ChartLayer.ConfigType, Digest.Of(config), config.Length));
            json.WriteStartArray("layers");
            WriteDescriptor(json, new Descriptor(ChartLayer.ContentType, loaded.Archive.Digest, loaded.Archive.Size));
            json.WriteEndArray();
            json.WriteStartObject("annotations");
            if (metadata.Description.Length > 0)
            {
                json.WriteString("org.opencontainers.image.description", metadata.Description);
            }

            json.WriteString("org.opencontainers.image.title", metadata.Name);
            json.WriteString("org.opencontainers.image.version", metadata.Version);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new ChartArtifact(buffer.ToArray(), config, loaded.Archive);
    }

    /// <summary>As the lock names it.</summary>
    /// <exception cref="MirrorException">MIR2013: name and version cannot be a repository and a tag.</exception>
    public LockedChartArtifact ToLocked(LoadedChart loaded) =>
        new(Digest, Manifest.Length + Config.Length + Archive.Size, TargetOf(loaded.Chart.Name, loaded.Chart.Metadata.Version, Archive.Origin));

    /// <summary>
    /// Where a chart goes, below the destination: <c>charts/name:version</c>; one that comes from a registry keeps its path, as images do.
    /// </summary>
    /// <exception cref="MirrorException">MIR2013: name and version cannot be a repository and a tag.</exception>
    public static TargetName TargetOf(string name, string version, ChartOrigin origin)
    {
        var repository = origin is ChartImage { Image: var image } ? image.Repository : Folder + name;
        var tag = ChartOrigin.TagOf(version);
        return ReferenceRules.IsRepository(repository) && ReferenceRules.IsTag(tag)
            ? new TargetName(repository, tag)
            : throw MirrorErrors.TargetInvalid.Exception($"The chart '{name}:{version}' cannot be mirrored as an image: '{repository}:{tag}' is not a repository and a tag. Leave 'mirrorChart' out.");
    }

    private static void WriteDescriptor(Utf8JsonWriter json, Descriptor descriptor)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", descriptor.MediaType);
        json.WriteString("digest", descriptor.Digest.ToString());
        json.WriteNumber("size", descriptor.Size);
        json.WriteEndObject();
    }
}
