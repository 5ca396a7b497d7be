using System.Text.Json;
using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>Takes from the JSON of a blob what filtering needs to know. Names of members are compared exactly; what is absent or null is empty.</summary>
internal static class BlobFacts
{
    /// <summary>The property that holds a manifest of a bundle which has no image.</summary>
    private const string ManifestProperty = "olm.bundle.object";

    /// <summary>The default channel of an <c>olm.package</c> blob.</summary>
    /// <exception cref="CatalogFormatException">A member is not of its type.</exception>
    public static string DefaultChannel(JsonElement package) => Text(package, "defaultChannel");

    /// <summary>The entries of an <c>olm.channel</c> blob.</summary>
    /// <exception cref="CatalogFormatException">A member is not of its type.</exception>
    public static List<ChannelEntry> Entries(JsonElement channel)
    {
        var entries = new List<ChannelEntry>();
        foreach (var entry in List(channel, "entries"))
        {
            if (entry.ValueKind != JsonValueKind.Object)
            {
                throw new CatalogFormatException("an entry of the channel is not an object");
            }

            var skips = List(entry, "skips")
                .Select(skip => skip.ValueKind == JsonValueKind.String ? skip.GetString()! : throw new CatalogFormatException("a 'skips' is not a string"))
                .ToArray();
            entries.Add(new ChannelEntry(Text(entry, "name"), Text(entry, "replaces"), skips));
        }

        return entries;
    }

    /// <summary>The image of an <c>olm.bundle</c> blob, and the version of its first <c>olm.package</c> property.</summary>
    /// <exception cref="CatalogFormatException">A member is not of its type.</exception>
    public static (string Image, string? VersionText, SemanticVersion? Version) Bundle(JsonElement bundle)
    {
        foreach (var property in List(bundle, "properties"))
        {
            if (property.ValueKind == JsonValueKind.Object && Text(property, "type") == BlobHead.PackageSchema)
            {
                var text = property.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object ? Text(value, "version") : "";
                return (Text(bundle, "image"), text, SemanticVersion.TryParse(text, out var version) ? version : null);
            }
        }

        return (Text(bundle, "image"), null, null);
    }

    /// <summary>A clause that says why OLM refuses an <c>olm.bundle</c> blob of <paramref name="package"/>; null if it does not. Versions are looked at elsewhere.</summary>
    /// <exception cref="CatalogFormatException">A member is not of its type.</exception>
    public static string? Contradiction(JsonElement bundle, string package)
    {
        var properties = List(bundle, "properties").Where(property => property.ValueKind == JsonValueKind.Object)
            .Select(property => (Type: Text(property, "type"), Property: property)).ToList();
        var packages = properties.Where(property => property.Type == BlobHead.PackageSchema)
            .Select(property => property.Property.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object ? Text(value, "packageName") : "").ToList();
        if (packages.Count > 1)
        {
            return $"it has {packages.Count} properties '{BlobHead.PackageSchema}' and not one";
        }

        if (packages.Count == 1 && packages[0] != package)
        {
            return $"its property '{BlobHead.PackageSchema}' names the package '{packages[0]}'";
        }

        return Text(bundle, "image").Length == 0 && !properties.Exists(property => property.Type == ManifestProperty)
            ? "it has neither an image nor manifests"
            : null;
    }

    /// <summary>A member that is a string.</summary>
    /// <exception cref="CatalogFormatException">It is something else.</exception>
    public static string Text(JsonElement element, string member)
    {
        if (!element.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return "";
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new CatalogFormatException($"its '{member}' is not a string");
    }

    /// <summary>A member that is a list.</summary>
    /// <exception cref="CatalogFormatException">It is something else.</exception>
    public static IEnumerable<JsonElement> List(JsonElement element, string member)
    {
        if (!element.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw new CatalogFormatException($"its '{member}' is not a list");
    }
}
