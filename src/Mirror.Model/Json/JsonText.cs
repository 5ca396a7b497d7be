using System.Text.Json;
using System.Text.Unicode;

namespace Mirror.Model.Json;

/// <summary>
/// Texts of JSON from outside. Half a surrogate pair as an escape, and bytes that are not UTF-8, pass for JSON, but are no text: readers and documents throw what
/// no caller expects when they are asked for it, long after they were parsed.
/// </summary>
public static class JsonText
{
    /// <summary>As <see cref="JsonDocument.Parse(ReadOnlyMemory{byte}, JsonDocumentOptions)"/>; each text in the document can be read.</summary>
    /// <exception cref="JsonException">It is not JSON, or a text in it cannot be read.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, JsonDocumentOptions options = default)
    {
        var document = JsonDocument.Parse(utf8, options);
        try
        {
            Check(utf8.Span, options);

            return document;
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    /// <summary>The string, or name of a member, that <paramref name="reader"/> is at; null if it is no text.</summary>
    public static string? Find(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether what <paramref name="reader"/> is at has no escape that is not a character; cheaper than reading it, because few strings have escapes of this kind.
    /// </summary>
    public static bool IsText(ref Utf8JsonReader reader) =>
        reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)
        || !reader.ValueIsEscaped
        || (!reader.HasValueSequence && reader.ValueSpan.IndexOf("\\u"u8) < 0)
        || Find(ref reader) is not null;

    private static void Check(ReadOnlySpan<byte> utf8, JsonDocumentOptions options)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw new JsonException("It is not UTF-8.");
        }

        if (utf8.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowTrailingCommas,
            CommentHandling = options.CommentHandling,
            MaxDepth = options.MaxDepth,
        });
        while (reader.Read())
        {
            if (!IsText(ref reader))
            {
                throw new JsonException("It has an escape that is not a character.");
            }
        }
    }
}
