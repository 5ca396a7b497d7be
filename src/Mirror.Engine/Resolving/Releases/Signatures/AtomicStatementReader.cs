using System.Text.Json;
using Mirror.Model.Json;

namespace Mirror.Engine.Resolving.Releases.Signatures;

/// <summary>
/// Reads the signed JSON of atomic container signatures (containers-signature.5). Members under <c>critical</c> must all be understood; <c>optional</c>
/// is for people.
/// </summary>
internal static class AtomicStatementReader
{
    private const string Kind = "atomic container signature";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <exception cref="MirrorException">MIR2311.</exception>
    public static AtomicStatement Read(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonText.Parse(json, Options);
            var root = Members(document.RootElement, "the document", name, "critical", "optional");
            var critical = Members(Member(root, "critical", name), "critical", name, "type", "image", "identity");
            var image = Members(Member(critical, "image", name), "critical.image", name, "docker-manifest-digest");
            var identity = Members(Member(critical, "identity", name), "critical.identity", name, "docker-reference");
            var type = Text(critical, "type", name);
            if (type != Kind)
            {
                throw Invalid(name, $"'critical.type' is '{type}'; expected '{Kind}'");
            }

            var digestText = Text(image, "docker-manifest-digest", name);
            if (!Digest.TryParse(digestText, out var digest))
            {
                throw Invalid(name, $"'critical.image.docker-manifest-digest' is '{digestText}', which is not a digest");
            }

            var referenceText = Text(identity, "docker-reference", name);
            return ImageReference.TryParse(referenceText, out var reference, out var problem) && reference is { Transport: Transport.Docker, Tag: not null }
                ? new AtomicStatement(digest, reference)
                : throw Invalid(name, $"'critical.identity.docker-reference' is '{referenceText}', which is not an image with a tag ({problem ?? "it has none"})");
        }
        catch (JsonException e)
        {
            throw MirrorErrors.SignedDocumentInvalid.Exception($"The document that {name} signs is not JSON: {e.Message}", e);
        }
    }

    private static JsonElement Members(JsonElement element, string where, string name, params ReadOnlySpan<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Invalid(name, $"'{where}' is not an object");
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                throw Invalid(name, $"'{where}' has the member '{member.Name}', which is not known");
            }
        }

        return element;
    }

    private static JsonElement Member(JsonElement parent, string member, string name) =>
        parent.TryGetProperty(member, out var value) ? value : throw Invalid(name, $"'{member}' is missing");

    private static string Text(JsonElement parent, string member, string name) =>
        Member(parent, member, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Invalid(name, $"'{member}' is not a text");

    private static MirrorException Invalid(string name, string problem) =>
        MirrorErrors.SignedDocumentInvalid.Exception($"The document that {name} signs cannot be used: {problem}.");
}
