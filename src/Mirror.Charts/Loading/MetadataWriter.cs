using System.Text;
using System.Text.Json;
using Mirror.Charts.Values;

namespace Mirror.Charts.Loading;

/// <summary>
/// Writes Chart.yaml as the configuration that Helm gives a chart in a registry. Only the fields that Helm has, in its types: it refuses to read a number where a
/// text belongs. Equal charts give equal bytes.
/// </summary>
internal static class MetadataWriter
{
    private static readonly string[] _texts = ["name", "home", "version", "description", "icon", "apiVersion", "condition", "tags", "appVersion", "kubeVersion", "type"];

    private static readonly string[] _lists = ["sources", "keywords"];

    private static readonly string[] _dependencyTexts = ["name", "version", "repository", "condition", "alias"];

    public static byte[] Write(ChartMetadata metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteTexts(json, metadata.Raw, _texts);
            foreach (var name in _lists)
            {
                WriteList(json, metadata.Raw, name);
            }

            WriteObjects(json, metadata.Raw, "maintainers", (item, map) => WriteTexts(item, map, ["name", "email", "url"]));
            if (metadata.IsDeprecated)
            {
                json.WriteBoolean("deprecated", true);
            }

            WriteAnnotations(json, metadata.Raw);
            WriteObjects(json, metadata.Raw, "dependencies", WriteDependency);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteDependency(Utf8JsonWriter json, GoMap map)
    {
        WriteTexts(json, map, _dependencyTexts);
        WriteList(json, map, "tags");
    }

    private static void WriteAnnotations(Utf8JsonWriter json, GoMap raw)
    {
        if (raw.TryGet("annotations", out var value) && value is GoMap { Count: > 0 } annotations)
        {
            json.WriteStartObject("annotations");
            foreach (var (name, annotation) in annotations)
            {
                if (MetadataReader.TextOf(annotation) is { } text)
                {
                    json.WriteString(Clean(name), Clean(text));
                }
            }

            json.WriteEndObject();
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, GoMap map, string[] names)
    {
        foreach (var name in names)
        {
            if (map.TryGet(name, out var value) && MetadataReader.TextOf(value) is { Length: > 0 } text)
            {
                json.WriteString(name, Clean(text));
            }
        }
    }

    private static void WriteList(Utf8JsonWriter json, GoMap map, string name)
    {
        if (map.TryGet(name, out var value) && value is GoList { Count: > 0 } list)
        {
            json.WriteStartArray(name);
            foreach (var text in list.Select(MetadataReader.TextOf).OfType<string>())
            {
                json.WriteStringValue(Clean(text));
            }

            json.WriteEndArray();
        }
    }

    private static void WriteObjects(Utf8JsonWriter json, GoMap map, string name, Action<Utf8JsonWriter, GoMap> write)
    {
        if (map.TryGet(name, out var value) && value is GoList { Count: > 0 } list)
        {
            json.WriteStartArray(name);
            foreach (var item in list.OfType<GoMap>())
            {
                json.WriteStartObject();
                write(json, item);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    // Bytes that are no UTF-8 cannot stand in JSON.
    private static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
