using System.Text.Json;

namespace Mirror.Engine.Resolving.Releases.Payloads;

/// <summary>Reads <c>image-references</c>, an ImageStream whose tags are the components of the release.</summary>
internal static class ImageReferencesReader
{
    private const int MaxComponents = 5_000;

    /// <exception cref="MirrorException">MIR2331.</exception>
    public static IReadOnlyList<ReleaseComponent> Read(ReadOnlyMemory<byte> json, string payload)
    {
        var reader = new PayloadJson("image-references", payload);
        return reader.Read(json, root =>
        {
            reader.ExpectKind(root, "ImageStream");
            if (PayloadJson.Find(root, "spec", JsonValueKind.Object) is not { } spec || PayloadJson.Find(spec, "tags", JsonValueKind.Array) is not { } tags)
            {
                throw reader.Invalid("there is no list 'spec.tags'");
            }

            if (tags.GetArrayLength() is 0 or > MaxComponents)
            {
                throw reader.Invalid($"'spec.tags' has {tags.GetArrayLength()} entries; expected 1 to {MaxComponents}");
            }

            var components = new SortedDictionary<string, ReleaseComponent>(StringComparer.Ordinal);
            foreach (var tag in tags.EnumerateArray())
            {
                var component = ReadComponent(tag, components.Count, reader);
                if (!components.TryAdd(component.Name, component))
                {
                    throw reader.Invalid($"the component '{component.Name}' is there twice");
                }
            }

            return components.Values.ToList();
        });
    }

    private static ReleaseComponent ReadComponent(JsonElement tag, int index, PayloadJson reader)
    {
        var name = reader.Text(tag, "name", $"spec.tags[{index}]");
        if (!ReferenceRules.IsTag(name))
        {
            throw reader.Invalid($"the component '{name}' has a name that cannot be part of a tag");
        }

        if (PayloadJson.Find(tag, "from", JsonValueKind.Object) is not { } from || PayloadJson.FindText(from, "kind") != "DockerImage")
        {
            throw reader.Invalid($"the component '{name}' does not come from a 'DockerImage'");
        }

        var text = reader.Text(from, "name", $"spec.tags[{index}].from");
        return ImageReference.TryParse(text, out var image, out var problem) && image.Transport == Transport.Docker
            ? new ReleaseComponent(name, image)
            : throw reader.Invalid($"the component '{name}' is '{text}', which is not an image of a registry ({problem ?? "it names a folder"})");
    }
}
