using System.Text.Json;
using Mirror.Model.Json;

namespace Mirror.Model.Oci;

/// <summary>
/// Reads manifests and indexes of OCI and Docker schema 2. Limits are the reader's own: 4 MiB (distribution-spec), 32 levels of JSON,
/// <see cref="MaxReferences"/> descriptors. Unknown members are ignored, as the specification asks.
/// </summary>
public static class ManifestReader
{
    /// <summary>Bytes a manifest may have; a registry need not take larger ones, and none in the wild comes near.</summary>
    public const int MaxSize = 4 * 1024 * 1024;

    /// <summary>Layers or children that one manifest may name.</summary>
    public const int MaxReferences = 10_000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <summary>
    /// Parses <paramref name="bytes"/>. <paramref name="contentType"/> is what the place of origin says of them; the manifest's own
    /// <c>mediaType</c> wins, and one that has neither is recognised by its members.
    /// </summary>
    /// <param name="name">How messages call the manifest.</param>
    /// <exception cref="MirrorException">MIR3xxx: schema 1, not JSON, over a limit, or not a manifest.</exception>
    public static ManifestContent Read(ReadOnlyMemory<byte> bytes, string? contentType, string name)
    {
        if (bytes.Length > MaxSize)
        {
            throw MirrorErrors.ManifestTooLarge.Exception($"The manifest '{name}' has more than {MaxSize} bytes.");
        }

        try
        {
            using var document = JsonText.Parse(bytes, Options);
            var manifest = Read(document.RootElement, contentType, name);
            return new ManifestContent(new Descriptor(manifest.MediaType, Digest.Of(bytes.Span), bytes.Length), bytes, manifest);
        }
        catch (JsonException e)
        {
            throw MirrorErrors.ManifestInvalid.Exception(
                bytes.Span.TrimStart(" \t\r\n"u8) is [(byte)'<', ..]
                    ? $"The manifest '{name}' is a web page and not JSON. A login page or a proxy may stand between here and the registry, or its name is that of a web site."
                    : $"The manifest '{name}' is not JSON: {e.Message}",
                e);
        }
    }

    private static Manifest Read(JsonElement root, string? contentType, string name)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(name, "it is not a JSON object");
        }

        if (root.TryGetProperty("schemaVersion", out var version)
            && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == 1)
        {
            throw MirrorErrors.ManifestSchema1.Exception(
                $"'{name}' is a Docker schema 1 manifest. That format is obsolete and cannot be mirrored by digest; push the image again with a current tool.");
        }

        var mediaType = MediaTypeOf(root, contentType, name);
        var manifest = new Manifest(mediaType)
        {
            ArtifactType = OptionalString(root, "artifactType", name),
            Subject = root.TryGetProperty("subject", out var subject) && subject.ValueKind == JsonValueKind.Object
                ? ReadDescriptor(subject, "subject", name)
                : null,
            Annotations = ReadAnnotations(root, name),
        };

        return MediaTypes.IsIndex(mediaType)
            ? manifest with { Children = ReadList(root, "manifests", name) }
            : manifest with { Config = ReadConfig(root, name), Layers = ReadList(root, "layers", name) };
    }

    private static string MediaTypeOf(JsonElement root, string? contentType, string name)
    {
        var mediaType = OptionalString(root, "mediaType", name) ?? "";
        if (mediaType.Length == 0)
        {
            mediaType = contentType?.Split(';', 2)[0].Trim() ?? "";
            if (!MediaTypes.IsIndex(mediaType) && !MediaTypes.IsManifest(mediaType) && !MediaTypes.IsSchema1(mediaType))
            {
                mediaType = root.TryGetProperty("manifests", out _) ? MediaTypes.OciIndex
                    : root.TryGetProperty("config", out _) ? MediaTypes.OciManifest
                    : mediaType;
            }
        }

        if (MediaTypes.IsSchema1(mediaType))
        {
            throw MirrorErrors.ManifestSchema1.Exception(
                $"'{name}' is a Docker schema 1 manifest. That format is obsolete and cannot be mirrored by digest; push the image again with a current tool.");
        }

        if (!MediaTypes.IsIndex(mediaType) && !MediaTypes.IsManifest(mediaType))
        {
            throw Invalid(name, $"its media type is '{mediaType}', not that of an image manifest or index");
        }

        // A document with the members of both could be read as either by two clients (distribution-spec advisory GHSA-mc8v-mgrf-8f4m).
        var isIndex = MediaTypes.IsIndex(mediaType);
        if (root.TryGetProperty(isIndex ? "layers" : "manifests", out _) || (isIndex && root.TryGetProperty("config", out _)))
        {
            throw Invalid(name, "it has the members of both an image and an index");
        }

        return MediaTypes.Shared(mediaType);
    }

    private static Descriptor ReadConfig(JsonElement root, string name) =>
        root.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object
            ? ReadDescriptor(config, "config", name)
            : throw Invalid(name, "it has no 'config'");

    private static List<Descriptor> ReadList(JsonElement root, string member, string name)
    {
        var descriptors = new List<Descriptor>();
        if (!root.TryGetProperty(member, out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return descriptors;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Invalid(name, $"'{member}' is not a list");
        }

        if (list.GetArrayLength() > MaxReferences)
        {
            throw Invalid(name, $"'{member}' has more than {MaxReferences} entries");
        }

        foreach (var item in list.EnumerateArray())
        {
            descriptors.Add(ReadDescriptor(item, $"{member}[{descriptors.Count}]", name));
        }

        return descriptors;
    }

    private static Descriptor ReadDescriptor(JsonElement element, string where, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(name, $"'{where}' is not an object");
        }

        var text = OptionalString(element, "digest", name);
        if (!Digest.TryParse(text, out var digest))
        {
            throw Invalid(name, $"'{where}' has the digest '{text}', which is none");
        }

        if (!element.TryGetProperty("size", out var sizeElement)
            || sizeElement.ValueKind != JsonValueKind.Number
            || !sizeElement.TryGetInt64(out var size)
            || size < 0)
        {
            throw Invalid(name, $"'{where}' has no valid size");
        }

        return new Descriptor(MediaTypes.Shared(OptionalString(element, "mediaType", name) ?? ""), digest, size)
        {
            Platform = ReadPlatform(element, name),
            ArtifactType = OptionalString(element, "artifactType", name),
            Annotations = ReadAnnotations(element, name),
        };
    }

    private static Platform? ReadPlatform(JsonElement element, string name) =>
        element.TryGetProperty("platform", out var platform) && platform.ValueKind == JsonValueKind.Object
            ? new Platform(
                OptionalString(platform, "os", name) ?? "",
                OptionalString(platform, "architecture", name) ?? "",
                OptionalString(platform, "variant", name) ?? "")
            : null;

    private static IReadOnlyDictionary<string, string> ReadAnnotations(JsonElement element, string name)
    {
        if (!element.TryGetProperty("annotations", out var list) || list.ValueKind != JsonValueKind.Object)
        {
            return Descriptor.NoAnnotations;
        }

        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var annotation in list.EnumerateObject())
        {
            annotations[annotation.Name] = annotation.Value.ValueKind == JsonValueKind.String
                ? annotation.Value.GetString()!
                : throw Invalid(name, $"the annotation '{annotation.Name}' is not a string");
        }

        return annotations;
    }

    private static string? OptionalString(JsonElement element, string member, string name)
    {
        if (!element.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw Invalid(name, $"'{member}' is not a string");
    }

    private static MirrorException Invalid(string name, string problem) =>
        MirrorErrors.ManifestInvalid.Exception($"The manifest '{name}' cannot be used: {problem}.");
}
