using System.Text;
using System.Text.Json;
using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Samples.Releases;

/// <summary>The manifests of a release, in the forms that release tools write.</summary>
internal static class SamplePayload
{
    private const string Folder = "release-manifests/";

    /// <summary>A tar with the manifests.</summary>
    public static byte[] Files(string version, string architecture, IReadOnlyDictionary<string, ImageContent> components) =>
        new TarBuilder()
            .Folder(Folder)
            .File($"{Folder}0000_00_cluster-version-operator_00_namespace.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: openshift-cluster-version\n")
            .File($"{Folder}0000_50_installer_coreos-bootimages.yaml", BootImages(version))
            .File($"{Folder}image-references", ImageReferences(version, components))
            .File($"{Folder}release-metadata", Metadata(version, architecture))
            .ToArray();

    private static byte[] ImageReferences(string version, IReadOnlyDictionary<string, ImageContent> components) => SampleJson.Write(writer =>
    {
        writer.WriteString("kind", "ImageStream");
        writer.WriteString("apiVersion", "image.openshift.io/v1");
        writer.WriteStartObject("metadata");
        writer.WriteString("name", version);
        writer.WriteString("creationTimestamp", "2025-06-01T00:00:00Z");
        writer.WriteStartObject("annotations");
        writer.WriteString("release.openshift.io/from-image-stream", "sample/4.20-art-latest");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject("spec");
        writer.WriteStartObject("lookupPolicy");
        writer.WriteBoolean("local", false);
        writer.WriteEndObject();
        writer.WriteStartArray("tags");
        foreach (var (name, image) in components.OrderBy(component => component.Key, StringComparer.Ordinal))
        {
            WriteTag(writer, name, image);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteStartObject("status");
        writer.WriteString("dockerImageRepository", "");
        writer.WriteEndObject();
    });

    private static void WriteTag(Utf8JsonWriter writer, string name, ImageContent image)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteStartObject("annotations");
        writer.WriteString("io.openshift.build.commit.id", image.Digest.Hex[..40]);
        writer.WriteString("io.openshift.build.commit.ref", "");
        writer.WriteString("io.openshift.build.source-location", $"https://source.mirror.invalid/openshift/{name}");
        writer.WriteEndObject();
        writer.WriteStartObject("from");
        writer.WriteString("kind", "DockerImage");
        writer.WriteString("name", $"{SampleRelease.ComponentRepository}@{image.Digest}");
        writer.WriteEndObject();
        writer.WriteNull("generation");
        writer.WriteStartObject("importPolicy");
        writer.WriteEndObject();
        writer.WriteStartObject("referencePolicy");
        writer.WriteString("type", "");
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static byte[] Metadata(string version, string architecture) => SampleJson.Write(writer =>
    {
        writer.WriteString("kind", "cincinnati-metadata-v0");
        writer.WriteString("version", version);
        writer.WriteStartArray("previous");
        foreach (var previous in SampleReleases.Versions.TakeWhile(known => known != version))
        {
            writer.WriteStringValue(previous);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("metadata");
        if (architecture == "multi")
        {
            writer.WriteString("release.openshift.io/architecture", architecture);
        }

        writer.WriteString("url", SampleRelease.ErrataOf(version));
        writer.WriteEndObject();
    });

    // JSON in a text block of YAML, as the installer's repository has it.
    private static string BootImages(string version)
    {
        var stream = SampleJson.Write(writer =>
        {
            writer.WriteString("stream", "rhel-9.6");
            writer.WriteStartObject("metadata");
            writer.WriteString("last-modified", "2025-06-01T00:00:00Z");
            writer.WriteEndObject();
            writer.WriteStartObject("architectures");
            WriteBootImage(writer, version, "s390x", "s390x");
            WriteBootImage(writer, version, "x86_64", "amd64");
            writer.WriteEndObject();
        });
        var indented = Encoding.UTF8.GetString(stream).TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal);
        return "apiVersion: v1\n"
            + "data:\n"
            + $"  releaseVersion: {version}\n"
            + $"  stream: |\n    {indented}\n"
            + "kind: ConfigMap\n"
            + "metadata:\n"
            + "  name: coreos-bootimages\n"
            + "  namespace: openshift-machine-config-operator\n";
    }

    private static void WriteBootImage(Utf8JsonWriter writer, string version, string key, string architecture)
    {
        writer.WriteStartObject(key);
        writer.WriteStartObject("images");
        writer.WriteStartObject("kubevirt");
        writer.WriteString("release", "9.6.20250601-0");
        writer.WriteString("image", $"{SampleRelease.ComponentRepository}:4.20-9.6-kubevirt");
        writer.WriteString("digest-ref", $"{SampleRelease.ComponentRepository}@{SampleReleases.BootImage(version, architecture).Digest}");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
