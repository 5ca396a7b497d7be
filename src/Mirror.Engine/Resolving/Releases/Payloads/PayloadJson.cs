using System.Text.Json;
using Mirror.Model.Json;

namespace Mirror.Engine.Resolving.Releases.Payloads;

/// <summary>Reads members of the JSON files of a payload; messages name the file and the payload.</summary>
internal sealed class PayloadJson(string file, string payload)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    public T Read<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonText.Parse(json, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : throw Invalid("it is not an object");
        }
        catch (JsonException e)
        {
            throw MirrorErrors.PayloadInvalid.Exception($"'{file}' of the release payload '{payload}' is not JSON: {e.Message}", e);
        }
    }

    public static JsonElement? Find(JsonElement parent, string member, JsonValueKind kind) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(member, out var value) && value.ValueKind == kind ? value : null;

    public static string? FindText(JsonElement parent, string member) => Find(parent, member, JsonValueKind.String)?.GetString();

    public string Text(JsonElement parent, string member, string where) => FindText(parent, member) ?? throw Invalid($"'{where}' has no text '{member}'");

    public void ExpectKind(JsonElement root, string kind)
    {
        var found = FindText(root, "kind");
        if (found != kind)
        {
            throw Invalid($"its kind is '{found}'; expected '{kind}'");
        }
    }

    public MirrorException Invalid(string problem) =>
        MirrorErrors.PayloadInvalid.Exception($"'{file}' of the release payload '{payload}' cannot be used: {problem}.");
}
