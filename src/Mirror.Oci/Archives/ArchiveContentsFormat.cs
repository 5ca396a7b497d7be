using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Mirror.Model.Json;

namespace Mirror.Oci.Archives;

/// <summary>
/// <c>contents.json</c>. A digest is a line, so that people find it with grep. The seal at the end is the digest of what the file is without it: one
/// changed bit is noticed before anything that the file says is believed.
/// </summary>
internal static class ArchiveContentsFormat
{
    /// <summary>Bytes of the file that are read; a mirror of everything stays far below.</summary>
    public const int MaxSize = 128 * 1024 * 1024;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of the file in <paramref name="segment"/>.</summary>
    public static byte[] Write(ArchiveContents contents, int segment) => Write(contents, segment, Digest.Of(Write(contents, segment, seal: null)));

    /// <exception cref="MirrorException">MIR4011, MIR4012: the file was changed, or is of a newer format.</exception>
    public static (ArchiveContents Contents, int Segment) Read(ReadOnlyMemory<byte> bytes, string name)
    {
        // A text with broken characters is found out too late by the JSON reader.
        if (!Utf8.IsValid(bytes.Span))
        {
            throw Invalid(name, "it is not UTF-8");
        }

        try
        {
            using var document = JsonText.Parse(bytes, new JsonDocumentOptions { MaxDepth = 8 });
            var root = document.RootElement;
            var format = Number(root, "format");
            if (format > ArchiveContents.CurrentFormat)
            {
                throw MirrorErrors.ArchiveTooNew.Exception($"'{name}' is an archive of format {format}; this program reads up to {ArchiveContents.CurrentFormat}.");
            }

            var contents = Read(root);
            var segment = Number(root, "segment");
            if (segment is < 1 || segment > contents.Segments.Count || !Write(contents, (int)segment).AsSpan().SequenceEqual(bytes.Span))
            {
                throw Invalid(name, "it does not match its seal");
            }

            return (contents, (int)segment);
        }
        catch (JsonException e)
        {
            throw Invalid(name, e.Message, e);
        }
    }

    private static ArchiveContents Read(JsonElement root) => new()
    {
        Mirror = Text(root, "mirror"),
        Base = root.TryGetProperty("base", out var baseElement) ? DigestOf(baseElement) : null,
        Lock = Blob(Member(root, "lock")),
        Referrers = root.TryGetProperty("referrers", out var referrers) ? Blob(referrers) : null,
        Index = Blob(Member(root, "index")),
        Segments = [.. Member(root, "segments").EnumerateArrayOrThrow().Select(segment => (IReadOnlyList<ArchivedBlob>)[.. Members(segment, "contains").Select(Contained)])],
        Requires = [.. Members(root, "requires").Select(Required)],
    };

    private static ArchivedBlob Contained(JsonProperty blob) => new(DigestOf(blob.Name), Size(blob.Value));

    private static RequiredBlob Required(JsonProperty blob) => new(DigestOf(blob.Name), Number(blob.Value, "size"), Text(blob.Value, "in"), Text(blob.Value, "for"));

    private static ArchivedBlob Blob(JsonElement element) => new(DigestOf(Member(element, "digest")), Number(element, "size"));

    private static byte[] Write(ArchiveContents contents, int segment, Digest? seal)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("format", ArchiveContents.CurrentFormat);
            json.WriteString("mirror", contents.Mirror);
            if (contents.Base is { } baseDigest)
            {
                json.WriteString("base", baseDigest.ToString());
            }

            WriteBlob(json, "lock", contents.Lock);
            if (contents.Referrers is { } referrers)
            {
                WriteBlob(json, "referrers", referrers);
            }

            WriteBlob(json, "index", contents.Index);
            json.WriteNumber("segment", segment);
            WriteSegments(json, contents);
            WriteRequires(json, contents);
            if (seal is { } digest)
            {
                json.WriteString("seal", digest.ToString());
            }

            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    private static void WriteSegments(Utf8JsonWriter json, ArchiveContents contents)
    {
        json.WriteStartArray("segments");
        for (var i = 0; i < contents.Segments.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("file", contents.Name.SegmentFile(i + 1));
            json.WriteStartObject("contains");
            foreach (var blob in contents.Segments[i])
            {
                json.WriteNumber(blob.Digest.ToString(), blob.Size);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRequires(Utf8JsonWriter json, ArchiveContents contents)
    {
        json.WriteStartObject("requires");
        foreach (var blob in contents.Requires)
        {
            json.WritePropertyName(blob.Digest.ToString());
            json.WriteRawValue(string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"size\": {blob.Size}, \"in\": {Quote(blob.Repository)}, \"for\": {Quote(blob.Image)}}}"));
        }

        json.WriteEndObject();
    }

    private static void WriteBlob(Utf8JsonWriter json, string name, ArchivedBlob blob)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"{{\"digest\": \"{blob.Digest}\", \"size\": {blob.Size}}}"));
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : throw new JsonException($"'{name}' is missing");

    private static IEnumerable<JsonProperty> Members(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject() : throw new JsonException($"'{name}' is not an object");

    private static IEnumerable<JsonElement> EnumerateArrayOrThrow(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : throw new JsonException("'segments' is not a list");

    private static string Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw new JsonException($"'{name}' is not a text");

    private static long Number(JsonElement element, string name) => Size(Member(element, name));

    private static long Size(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var size) && size >= 0 ? size : throw new JsonException("a size is not a whole number");

    private static Digest DigestOf(JsonElement element) =>
        DigestOf(element.ValueKind == JsonValueKind.String ? element.GetString()! : "");

    private static Digest DigestOf(string text) => Digest.TryParse(text, out var digest) ? digest : throw new JsonException("a digest is not one");

    private static MirrorException Invalid(string name, string problem, Exception? inner = null) =>
        MirrorErrors.ArchiveInvalid.Exception($"'{ArchiveContents.FileName}' in '{name}' was changed or damaged: {problem}.", inner);
}
