using System.Globalization;
using System.Text.Json;

namespace Mirror.Sandbox.Images;

/// <summary>Builds an image for one platform. The same settings give the same bytes everywhere.</summary>
public sealed record ImageBuilder
{
    /// <summary>The family of media types; OCI unless told otherwise.</summary>
    public ImageFormat Format { get; init; }

    /// <summary>What the image runs on; linux/amd64 unless told otherwise.</summary>
    public Platform Platform { get; init; } = new("linux", "amd64");

    /// <summary>The layers, lowest first.</summary>
    public IReadOnlyList<Layer> Layers { get; init; } = [];

    /// <summary>Labels of the configuration; written in ordinal order.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Annotations of the manifest; written in ordinal order. Docker images have none.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>The command line of the image.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>What follows <see cref="Entrypoint"/> unless whoever runs the image says something else.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>When the image says it was made; builds that give the same bytes every time write the start of the epoch.</summary>
    public DateTimeOffset Created { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>What the image refers to, for the referrers API.</summary>
    public Descriptor? Subject { get; init; }

    /// <summary>An image of two random layers of <paramref name="layerSize"/> bytes that depend on <paramref name="seed"/> alone.</summary>
    public static ImageContent Simple(string seed, ImageFormat format = ImageFormat.Oci, int layerSize = 4096) =>
        new ImageBuilder { Format = format, Layers = [Layer.Random($"{seed}/base", layerSize), Layer.Random($"{seed}/top", layerSize)] }.Build();

    /// <summary>Writes configuration and manifest.</summary>
    public ImageContent Build()
    {
        var config = BlobContent.Of(Format == ImageFormat.Oci ? MediaTypes.OciConfig : MediaTypes.DockerConfig, WriteConfig());
        List<BlobContent> layers = [.. Layers.Select(layer => layer.ToBlob(Format))];
        var mediaType = Format == ImageFormat.Oci ? MediaTypes.OciManifest : MediaTypes.DockerManifest;
        var bytes = ManifestWriter.WriteImage(mediaType, artifactType: null, config.Descriptor, layers.Select(layer => layer.Descriptor), Subject, Annotations);
        return new ImageContent(ManifestReader.Read(bytes, mediaType, "built image"), [config, .. layers], []) { Platform = Platform };
    }

    private byte[] WriteConfig() => ManifestWriter.Write(writer =>
    {
        writer.WriteString("created", Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteString("architecture", Platform.Architecture);
        if (Platform.Variant.Length > 0)
        {
            writer.WriteString("variant", Platform.Variant);
        }

        writer.WriteString("os", Platform.Os);
        writer.WriteStartObject("config");
        WriteStrings(writer, "Entrypoint", Entrypoint);
        WriteStrings(writer, "Cmd", Command);
        ManifestWriter.WriteMap(writer, "Labels", Labels);
        writer.WriteEndObject();
        writer.WriteStartObject("rootfs");
        writer.WriteString("type", "layers");
        writer.WriteStartArray("diff_ids");
        foreach (var layer in Layers)
        {
            writer.WriteStringValue(layer.DiffId.ToString());
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartArray("history");
        for (var layer = 0; layer < Layers.Count; layer++)
        {
            writer.WriteStartObject();
            writer.WriteString("created", "1970-01-01T00:00:00Z");
            writer.WriteString("created_by", "sample");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static void WriteStrings(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
