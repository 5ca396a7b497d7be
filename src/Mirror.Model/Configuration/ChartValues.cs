using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mirror.Model.Configuration;

/// <summary>A tree of values for a chart. <see cref="Json"/> is its canonical form, an object with ordinally sorted keys; equality is that of the text.</summary>
public sealed record ChartValues
{
    private ChartValues(string json) => Json = json;

    /// <summary>No values.</summary>
    public static ChartValues Empty { get; } = new("{}");

    /// <summary>Canonical JSON, on one line.</summary>
    public string Json { get; }

    /// <summary>Whether there are no values.</summary>
    public bool IsEmpty => Json == "{}";

    /// <summary>Takes over <paramref name="values"/> in canonical form.</summary>
    public static ChartValues From(JsonObject values) => new(Sorted(values)!.ToJsonString(SourceInputText.JsonOptions));

    /// <summary>The tree.</summary>
    public JsonElement ToElement()
    {
        using var document = JsonDocument.Parse(Json);
        return document.RootElement.Clone();
    }

    /// <inheritdoc/>
    public override string ToString() => Json;

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
