using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mirror.Engine.Deleting;

/// <summary>What became of each name of a plan, for machines: <c>delete/delete-report.json</c>.</summary>
internal static class DeletionReport
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Destination destination, IEnumerable<DeletedContent> results)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("destination", destination.ToString());
            json.WriteStartArray("items");
            foreach (var result in results.OrderBy(result => result.Deletion.Name, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("name", result.Deletion.Name);
                if (result.Deletion.Digest is { } digest)
                {
                    json.WriteString("digest", digest.ToString());
                }

                json.WriteString("outcome", result.Outcome.ToString().ToLowerInvariant());
                if (result.Failure is { } failure)
                {
                    json.WriteString("reason", failure.Message);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }
}
