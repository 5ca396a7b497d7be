using System.Text.Json;
using Mirror.Model.Json;
using Mirror.Model.Versions;

namespace Mirror.Engine.Resolving.Releases.Graphs;

/// <summary>
/// Reads the answer of an update service (Cincinnati, media type version 1 and the one before it). Strict about what it uses, indifferent to
/// members it does not know. Releases without a payload are known by name only; nothing can be mirrored of them, so they are left out.
/// </summary>
public static class UpdateGraphReader
{
    /// <summary>Bytes of an answer; the largest known are under 1 MiB.</summary>
    public const int MaxSize = 32 * 1024 * 1024;

    private const int MaxNodes = 20_000;
    private const int MaxEdges = 2_000_000;
    private const int MaxRisks = 1_000;
    private const string ChannelsKey = "io.openshift.upgrades.graph.release.channels";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>Reads one answer.</summary>
    /// <param name="what">How messages call it: <c>the answer of 'api.openshift.com' for channel 'stable-4.20'</c>.</param>
    /// <exception cref="MirrorException">MIR2211.</exception>
    public static UpdateGraph Read(ReadOnlyMemory<byte> json, string what)
    {
        try
        {
            using var document = JsonText.Parse(json, Options);
            return Read(document.RootElement, what);
        }
        catch (JsonException e)
        {
            throw MirrorErrors.GraphInvalid.Exception($"The update graph in {what} is not JSON: {e.Message}", e);
        }
    }

    private static UpdateGraph Read(JsonElement root, string what)
    {
        var nodes = List(root, "nodes", MaxNodes, what).Select((node, index) => ReadNode(node, index, what)).ToList();
        var versions = new HashSet<SemanticVersion>();
        foreach (var (version, _) in nodes)
        {
            if (!versions.Add(version))
            {
                throw Invalid(what, $"version '{version}' is there twice");
            }
        }

        var edges = List(root, "edges", MaxEdges, what).Select(edge => ReadEdge(edge, nodes, what)).ToList();
        var conditional = root.TryGetProperty("conditionalEdges", out var groups) && groups.ValueKind != JsonValueKind.Null
            ? List(root, "conditionalEdges", MaxEdges, what).SelectMany(group => ReadGroup(group, what)).Take(MaxEdges + 1).ToList()
            : [];
        if (conditional.Count > MaxEdges)
        {
            throw Invalid(what, $"there are more than {MaxEdges} conditional updates");
        }

        return new UpdateGraph(nodes.Select(node => node.Node).OfType<ReleaseNode>(), edges, conditional);
    }

    private static (SemanticVersion Version, ReleaseNode? Node) ReadNode(JsonElement element, int index, string what)
    {
        var text = Text(element, "version", $"nodes[{index}]", what);
        if (!SemanticVersion.TryParse(text, out var version))
        {
            throw Invalid(what, $"'{text}' is not a version");
        }

        var payload = Text(element, "payload", $"nodes[{index}]", what);
        if (payload.Length == 0)
        {
            return (version, null);
        }

        if (!ImageReference.TryParse(payload, out var image, out var problem))
        {
            throw Invalid(what, $"the payload '{payload}' of version '{version}' is not an image ({problem})");
        }

        if (image.Digest is null)
        {
            throw Invalid(what, $"the payload '{payload}' of version '{version}' has no digest");
        }

        var hasMetadata = element.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object;
        return (version, new ReleaseNode(version, image)
        {
            Errata = hasMetadata ? OptionalText(metadata, "url") : null,
            Channels = hasMetadata && OptionalText(metadata, ChannelsKey) is { } channels
                ? [.. channels.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)]
                : [],
        });
    }

    private static (SemanticVersion From, SemanticVersion To) ReadEdge(
        JsonElement element, List<(SemanticVersion Version, ReleaseNode? Node)> nodes, string what)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() != 2)
        {
            throw Invalid(what, "an edge is not a pair of numbers");
        }

        return (Node(element[0]), Node(element[1]));

        SemanticVersion Node(JsonElement number) =>
            number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var index) && index >= 0 && index < nodes.Count
                ? nodes[index].Version
                : throw Invalid(what, $"an edge names node {number}, and there are {nodes.Count} nodes");
    }

    private static List<(SemanticVersion From, SemanticVersion To, IReadOnlyList<UpdateRisk> Risks)> ReadGroup(JsonElement group, string what)
    {
        var risks = List(group, "risks", MaxRisks, what).Select(risk => new UpdateRisk(
            Text(risk, "name", "risks", what), OptionalText(risk, "url") ?? "", OptionalText(risk, "message") ?? "")).ToList();
        return
        [
            .. List(group, "edges", MaxEdges, what).Select(edge =>
                (Version(edge, "from"), Version(edge, "to"), (IReadOnlyList<UpdateRisk>)risks)),
        ];

        SemanticVersion Version(JsonElement edge, string member)
        {
            var text = Text(edge, member, "conditionalEdges", what);
            return SemanticVersion.TryParse(text, out var version) ? version : throw Invalid(what, $"'{text}' is not a version");
        }
    }

    private static JsonElement.ArrayEnumerator List(JsonElement parent, string member, int limit, string what)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(member, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw Invalid(what, $"there is no list '{member}'");
        }

        return list.GetArrayLength() <= limit ? list.EnumerateArray() : throw Invalid(what, $"'{member}' has more than {limit} entries");
    }

    private static string Text(JsonElement parent, string member, string where, string what) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw Invalid(what, $"'{where}' has no text '{member}'");

    private static string? OptionalText(JsonElement parent, string member) =>
        parent.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static MirrorException Invalid(string what, string problem) =>
        MirrorErrors.GraphInvalid.Exception($"The update graph in {what} cannot be used: {problem}.");
}
