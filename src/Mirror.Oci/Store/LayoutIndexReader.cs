using System.Text.Json;
using Mirror.Model.Json;

namespace Mirror.Oci.Store;

/// <summary>Reads the entries of an <c>index.json</c>. Members that Mirror does not use are dropped.</summary>
internal static class LayoutIndexReader
{
    private const int MaxEntries = 200_000;

    /// <exception cref="JsonException">The text is not an index.</exception>
    public static IReadOnlyList<Descriptor> Read(ReadOnlyMemory<byte> bytes)
    {
        using var document = JsonText.Parse(bytes, new JsonDocumentOptions { MaxDepth = 32 });
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("manifests", out var manifests)
            || manifests.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("It has no list 'manifests'.");
        }

        if (manifests.GetArrayLength() > MaxEntries)
        {
            throw new JsonException($"It lists more than {MaxEntries} manifests.");
        }

        return [.. manifests.EnumerateArray().Select(ReadEntry)];
    }

    private static Descriptor ReadEntry(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !Digest.TryParse(StringOf(entry, "digest"), out var digest)
            || !entry.TryGetProperty("size", out var size)
            || size.ValueKind != JsonValueKind.Number
            || !size.TryGetInt64(out var length)
            || length < 0)
        {
            throw new JsonException("An entry has no valid digest and size.");
        }

        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        if (entry.TryGetProperty("annotations", out var list) && list.ValueKind == JsonValueKind.Object)
        {
            foreach (var annotation in list.EnumerateObject().Where(a => a.Value.ValueKind == JsonValueKind.String))
            {
                annotations[annotation.Name] = annotation.Value.GetString()!;
            }
        }

        return new Descriptor(StringOf(entry, "mediaType") ?? "", digest, length) { Annotations = annotations };
    }

    private static string? StringOf(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
