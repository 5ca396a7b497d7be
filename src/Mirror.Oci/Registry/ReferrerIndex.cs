using System.Text.Json;

namespace Mirror.Oci.Registry;

/// <summary>Writes the index of the referrers tag schema. The same referrers in the same order give the same bytes.</summary>
internal static class ReferrerIndex
{
    /// <summary>
    /// The index with <paramref name="referrer"/> added at its end; null when it is in there. What <paramref name="current"/> says of the others is kept as it is.
    /// </summary>
    public static ManifestContent? With(ManifestContent? current, ManifestContent referrer)
    {
        if (current is { Manifest.IsIndex: true } && current.Manifest.Children.Any(child => child.Digest == referrer.Digest))
        {
            return null;
        }

        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 2);
            json.WriteString("mediaType", MediaTypes.OciIndex);
            json.WriteStartArray("manifests");
            WriteOthers(json, current);
            Write(json, referrer);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return ManifestReader.Read(bytes.ToArray(), MediaTypes.OciIndex, ReferrerList.TagOf(referrer.Digest));
    }

    private static void WriteOthers(Utf8JsonWriter json, ManifestContent? current)
    {
        if (current is not { Manifest.IsIndex: true })
        {
            return;
        }

        using var document = JsonDocument.Parse(current.Bytes);
        foreach (var child in document.RootElement.GetProperty("manifests").EnumerateArray())
        {
            child.WriteTo(json);
        }
    }

    private static void Write(Utf8JsonWriter json, ManifestContent referrer)
    {
        json.WriteStartObject();
        json.WriteString("mediaType", referrer.Descriptor.MediaType);
        json.WriteString("digest", referrer.Digest.ToString());
        json.WriteNumber("size", referrer.Descriptor.Size);
        if ((referrer.Manifest.ArtifactType ?? referrer.Manifest.Config?.MediaType) is { } artifactType)
        {
            json.WriteString("artifactType", artifactType);
        }

        if (referrer.Manifest.Annotations.Count > 0)
        {
            json.WriteStartObject("annotations");
            foreach (var (name, value) in referrer.Manifest.Annotations.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
