using System.Text.Json;
using Mirror.Engine.Resolving.Operators.Reading;

namespace Mirror.Engine.Resolving.Operators.Dependencies;

/// <summary>What a bundle provides and needs, out of its properties. Properties of other types and constraints that only a cluster can decide are passed over.</summary>
internal sealed record BundleProperties(IReadOnlyList<OperatorApi> Provided, IReadOnlyList<OperatorRequirement> Required)
{
    public static BundleProperties Read(ReadOnlyMemory<byte> bundle)
    {
        using var document = JsonDocument.Parse(bundle, new JsonDocumentOptions { MaxDepth = CatalogLimits.Default.MaxDepth });
        var provided = new List<OperatorApi>();
        var required = new List<OperatorRequirement>();
        foreach (var property in Items(document.RootElement, "properties"))
        {
            if (!property.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            switch (Text(property, "type"))
            {
                case "olm.gvk":
                    provided.Add(Api(value));
                    break;
                case "olm.gvk.required":
                    required.Add(new OperatorRequirement { Api = Api(value) });
                    break;
                case "olm.package.required":
                    required.Add(Package(value));
                    break;
                case "olm.constraint":
                    required.AddRange(Constraint(value) ?? []);
                    break;
                default:
                    break;
            }
        }

        return new BundleProperties(provided, required);
    }

    /// <summary>All of these must hold; null for a constraint that is not understood.</summary>
    private static List<OperatorRequirement>? Constraint(JsonElement constraint)
    {
        if (Child(constraint, "package") is { } package)
        {
            return [Package(package)];
        }

        if (Child(constraint, "gvk") is { } api)
        {
            return [new OperatorRequirement { Api = Api(api) }];
        }

        if (Child(constraint, "all") is { } all)
        {
            return [.. Items(all, "constraints").SelectMany(part => Constraint(part) ?? [])];
        }

        if (Child(constraint, "any") is { } any)
        {
            // An alternative that is not understood, or that asks for several things, may hold.
            var alternatives = Items(any, "constraints").Select(Constraint).ToList();
            return alternatives.Count > 0 && alternatives.TrueForAll(alternative => alternative is { Count: 1 })
                ? [new OperatorRequirement { AnyOf = [.. alternatives.Select(alternative => alternative![0])] }]
                : null;
        }

        return null;
    }

    private static OperatorRequirement Package(JsonElement value) => new() { Package = Text(value, "packageName"), Range = Text(value, "versionRange") };

    private static OperatorApi Api(JsonElement value) => new(Text(value, "group"), Text(value, "version"), Text(value, "kind"));

    private static JsonElement? Child(JsonElement element, string member) =>
        element.TryGetProperty(member, out var child) && child.ValueKind == JsonValueKind.Object ? child : null;

    private static IEnumerable<JsonElement> Items(JsonElement element, string member) =>
        element.TryGetProperty(member, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];

    private static string Text(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
