using System.Text.Json;
using Mirror.Model.Oci;
using Mirror.Sandbox.Images;

namespace Mirror.Testing.Images;

/// <summary>Writes built images as an OCI image layout (image-spec, image-layout.md).</summary>
public static class LayoutFolder
{
    private const string RefName = "org.opencontainers.image.ref.name";

    /// <summary>Makes <paramref name="folder"/> a layout with these images; a name, where there is one, becomes the annotation that skopeo calls the tag.</summary>
    public static void Write(string folder, params (string? Name, ImageContent Image)[] images)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        foreach (var (_, image) in images)
        {
            foreach (var blob in image.AllBlobs())
            {
                WriteBlob(folder, blob.Descriptor.Digest, blob.Bytes);
            }

            foreach (var manifest in image.AllManifests())
            {
                WriteBlob(folder, manifest.Digest, manifest.Bytes);
            }
        }

        var index = new
        {
            schemaVersion = 2,
            mediaType = MediaTypes.OciIndex,
            manifests = images.Select(entry => new
            {
                mediaType = entry.Image.Manifest.Descriptor.MediaType,
                digest = entry.Image.Digest.ToString(),
                size = entry.Image.Manifest.Descriptor.Size,
                annotations = entry.Name is null ? [] : new Dictionary<string, string> { [RefName] = entry.Name },
            }),
        };
        File.WriteAllText(Path.Combine(folder, "index.json"), JsonSerializer.Serialize(index));
    }

    private static void WriteBlob(string folder, Digest digest, ReadOnlyMemory<byte> bytes)
    {
        var path = Path.Combine(folder, "blobs", digest.Algorithm, digest.Hex);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes.ToArray());
    }
}
