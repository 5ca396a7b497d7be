using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mirror.Model.Json;

namespace Mirror.Oci.Registry.Transport;

/// <summary>Turns the body of an error into a clause for people: the distribution protocol's errors, OAuth2's, a page's title, or a first line.</summary>
internal static partial class ErrorBody
{
    /// <summary>Bytes of an error's body that are looked at.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int MaxErrors = 3;
    private const int MaxLength = 300;

    /// <summary>Empty when the body says nothing.</summary>
    public static string Summarise(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxBytes)]).Trim('\uFEFF', ' ', '\r', '\n', '\t');
        if (text.Length == 0)
        {
            return "";
        }

        var said = text[0] is '{' && TryReadJson(text) is { } summary ? summary
            : text[0] == '<' ? SummariseHtml(text)
            : text.Split('\n', 2)[0];
        return Clean(HideSecrets(said));
    }

    /// <summary>Whether it is the protocol's error for a repository that does not exist, or of which there is nothing to tell.</summary>
    public static bool SaysNameUnknown(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("NAME_UNKNOWN"u8))
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // Not the protocol's error, so not from something that knows the protocol.
        }

        return false;
    }

    /// <summary>Queries of addresses may be signed, and servers like to repeat the address that they refuse.</summary>
    private static string HideSecrets(string text) => UserInformation().Replace(Query().Replace(text, "?***"), "://***@");

    // Where a match may begin, one run of characters follows that can't hold another beginning; so the time grows with the text alone.
    [GeneratedRegex("""\?[^\s'"<>()?=]{1,200}=[^\s'"<>()]*""", RegexOptions.CultureInvariant)]
    private static partial Regex Query();

    [GeneratedRegex("""://[^\s'"<>/@]+@""", RegexOptions.CultureInvariant)]
    private static partial Regex UserInformation();

    /// <summary>One line without control characters or characters that reorder text, of bounded length.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= MaxLength)
            {
                return clean.Append("...").ToString();
            }

            var isHidden = Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format;
            if (!isHidden)
            {
                clean.Append(rune.ToString());
            }
            else if (clean.Length > 0 && clean[^1] != ' ')
            {
                clean.Append(' ');
            }
        }

        return clean.ToString().Trim();
    }

    private static string? TryReadJson(string text)
    {
        try
        {
            using var document = JsonText.Parse(Encoding.UTF8.GetBytes(text), new JsonDocumentOptions { MaxDepth = 16 });
            var root = document.RootElement;
            if (root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
            {
                return string.Join("; ", errors.EnumerateArray().Take(MaxErrors).Select(Describe).Where(error => error.Length > 0));
            }

            return Join(Text(root, "error"), Text(root, "error_description"), Text(root, "message"), Text(root, "details"));
        }
        catch (JsonException)
        {
            // Cut off or not JSON after all: its first line says more than nothing.
            return null;
        }
    }

    private static string Describe(JsonElement error) =>
        error.ValueKind == JsonValueKind.Object ? Join(Text(error, "code"), Text(error, "message"), Text(error, "detail")) : "";

    private static string Join(params string[] parts) => string.Join(": ", parts.Where(part => part.Length > 0).Distinct());

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string SummariseHtml(string text)
    {
        var start = text.IndexOf("<title>", StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : text.IndexOf("</title>", start, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? "an HTML page" : $"an HTML page '{text[(start + "<title>".Length)..end].Trim()}'";
    }
}
