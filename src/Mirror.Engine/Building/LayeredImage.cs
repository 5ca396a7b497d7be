using System.Globalization;
using System.Text;
using System.Text.Json;
using Mirror.Engine.Resolving.Operators.Reading;
using Mirror.Engine.Resolving.Operators.Writing;
using Mirror.Oci.Layers;

namespace Mirror.Engine.Building;

/// <summary>
/// Images with one layer more, made from the bytes of their manifests: what does not change stays as it was, to the byte. Pure functions; callers have made sure that
/// manifests are of the types that can be changed.
/// </summary>
internal static class LayeredImage
{
    /// <summary>The manifest with another configuration and with <paramref name="layer"/> on top.</summary>
    /// <param name="name">How messages call the image.</param>
    public static ManifestContent AddLayer(ManifestContent manifest, ReadOnlyMemory<byte> config, WrittenLayer layer, string name)
    {
        var type = manifest.Manifest.MediaType;
        using var document = JsonDocument.Parse(manifest.Bytes);
        var buffer = new JsonBuffer(ManifestReader.MaxSize);
        JsonRewrite.CopyObject(document.RootElement, buffer, property => property.Name switch
        {
            "config" => () => JsonRewrite.CopyObject(property.Value, buffer, member => member.Name switch
            {
                "digest" => () => buffer.AppendString(Digest.Of(config.Span).ToString()),
                "size" => () => AppendNumber(buffer, config.Length),
                _ => null,
            }),
            "layers" => () => JsonRewrite.CopyList(property.Value, buffer, () => AppendDescriptor(buffer, layer.DescriptorFor(type), null)),
            _ => null,
        });
        return ManifestReader.Read(buffer.Written.ToArray(), type, name);
    }

    /// <summary>An index of images, of the family of the last one.</summary>
    public static ManifestContent Index(IReadOnlyList<(ManifestContent Manifest, Platform Platform)> instances, string name)
    {
        var type = instances[^1].Manifest.Manifest.MediaType == MediaTypes.DockerManifest ? MediaTypes.DockerManifestList : MediaTypes.OciIndex;
        var buffer = new JsonBuffer(ManifestReader.MaxSize);
        buffer.Append("{\"schemaVersion\":2,\"mediaType\":"u8);
        buffer.AppendString(type);
        buffer.Append(",\"manifests\":["u8);
        for (var i = 0; i < instances.Count; i++)
        {
            buffer.Append(i > 0 ? ","u8 : ""u8);
            AppendDescriptor(buffer, instances[i].Manifest.Descriptor, instances[i].Platform);
        }

        buffer.Append("]}"u8);
        return ManifestReader.Read(buffer.Written.ToArray(), type, name);
    }

    private static void AppendDescriptor(JsonBuffer buffer, Descriptor descriptor, Platform? platform)
    {
        buffer.Append("{\"mediaType\":"u8);
        buffer.AppendString(descriptor.MediaType);
        buffer.Append(",\"size\":"u8);
        AppendNumber(buffer, descriptor.Size);
        buffer.Append(",\"digest\":"u8);
        buffer.AppendString(descriptor.Digest.ToString());
        if (platform is not null)
        {
            buffer.Append(",\"platform\":{\"architecture\":"u8);
            buffer.AppendString(platform.Architecture);
            buffer.Append(",\"os\":"u8);
            buffer.AppendString(platform.Os);
            if (platform.Variant.Length > 0)
            {
                buffer.Append(",\"variant\":"u8);
                buffer.AppendString(platform.Variant);
            }

            buffer.Append((byte)'}');
        }

        buffer.Append((byte)'}');
    }

    private static void AppendNumber(JsonBuffer buffer, long number) =>
        buffer.Append(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
}
