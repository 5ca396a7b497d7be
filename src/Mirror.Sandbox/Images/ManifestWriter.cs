using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mirror.Sandbox.Images;

/// <summary>Writes manifests and the like as compact JSON with members in a fixed order.</summary>
internal static class ManifestWriter
{
    // The default encoder would write the plus of media types as an escape.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] WriteImage(
        string mediaType,
        string? artifactType,
        Descriptor config,
        IEnumerable<Descriptor> layers,
        Descriptor? subject,
        IReadOnlyDictionary<string, string> annotations) => Write(writer =>
    {
        WriteStart(writer, mediaType, artifactType);
        WriteDescriptor(writer, "config", config);
        WriteDescriptors(writer, "layers", layers);
        WriteEnd(writer, subject, annotations);
    });

    public static byte[] WriteIndex(
        string mediaType,
        string? artifactType,
        IEnumerable<Descriptor> children,
        Descriptor? subject,
        IReadOnlyDictionary<string, string> annotations) => Write(writer =>
    {
        WriteStart(writer, mediaType, artifactType);
        WriteDescriptors(writer, "manifests", children);
        WriteEnd(writer, subject, annotations);
    });

    /// <summary>One JSON object with the members that <paramref name="write"/> writes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A member that is an object of strings, in ordinal order; nothing if it would be empty.</summary>
    public static void WriteMap(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> map)
    {
        if (map.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteStart(Utf8JsonWriter writer, string mediaType, string? artifactType)
    {
        writer.WriteNumber("schemaVersion", 2);
        writer.WriteString("mediaType", mediaType);
        if (artifactType is not null)
        {
            writer.WriteString("artifactType", artifactType);
        }
    }

    private static void WriteEnd(Utf8JsonWriter writer, Descriptor? subject, IReadOnlyDictionary<string, string> annotations)
    {
        if (subject is not null)
        {
            WriteDescriptor(writer, "subject", subject);
        }

        WriteMap(writer, "annotations", annotations);
    }

    private static void WriteDescriptors(Utf8JsonWriter writer, string name, IEnumerable<Descriptor> descriptors)
    {
        writer.WriteStartArray(name);
        foreach (var descriptor in descriptors)
        {
            writer.WriteStartObject();
            WriteMembers(writer, descriptor);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDescriptor(Utf8JsonWriter writer, string name, Descriptor descriptor)
    {
        writer.WriteStartObject(name);
        WriteMembers(writer, descriptor);
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, Descriptor descriptor)
    {
        writer.WriteString("mediaType", descriptor.MediaType);
        writer.WriteString("digest", descriptor.Digest.ToString());
        writer.WriteNumber("size", descriptor.Size);
        if (descriptor.ArtifactType is not null)
        {
            writer.WriteString("artifactType", descriptor.ArtifactType);
        }

        if (descriptor.Platform is { } platform)
        {
            writer.WriteStartObject("platform");
            writer.WriteString("architecture", platform.Architecture);
            writer.WriteString("os", platform.Os);
            if (platform.Variant.Length > 0)
            {
                writer.WriteString("variant", platform.Variant);
            }

            writer.WriteEndObject();
        }

        WriteMap(writer, "annotations", descriptor.Annotations);
    }
}
