using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mirror.Model.Configuration;

/// <summary>The one-line form of <see cref="SourceInput"/>, written and read.</summary>
internal static class SourceInputText
{
    private const string True = "true";

    /// <summary>Text outside ASCII stays readable; control characters are escaped, so a value never breaks the line.</summary>
    public static JsonSerializerOptions JsonOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Format(IReadOnlyList<InputField> fields)
    {
        var text = new StringBuilder();
        foreach (var field in fields)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(Quote(field.Path));
            if (field.Value != True)
            {
                text.Append(' ').Append(Quote(field.Value));
            }
        }

        return text.ToString();
    }

    public static bool TryParse(string text, out IReadOnlyList<InputField> fields)
    {
        var found = new List<InputField>();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        fields = found;
        var position = 0;
        while (position < text.Length)
        {
            if (found.Count > 0 && !TrySkip(text, ", ", ref position))
            {
                return false;
            }

            if (!TryRead(text, ref position, out var path))
            {
                return false;
            }

            var value = True;
            if (TrySkip(text, " ", ref position) && !TryRead(text, ref position, out value))
            {
                return false;
            }

            if (!paths.Add(path))
            {
                return false;
            }

            found.Add(new InputField(path, value));
        }

        return true;
    }

    private static string Quote(string text) =>
        text.Length > 0 && !text.Any(c => c is ',' or '"' or '\\' || char.IsWhiteSpace(c) || char.IsControl(c))
            ? text
            : JsonSerializer.Serialize(text, JsonOptions);

    private static bool TrySkip(string text, string expected, ref int position)
    {
        if (string.CompareOrdinal(text, position, expected, 0, expected.Length) != 0)
        {
            return false;
        }

        position += expected.Length;
        return true;
    }

    private static bool TryRead(string text, ref int position, out string token)
    {
        var start = position;
        if (start < text.Length && text[start] == '"')
        {
            return TryReadQuoted(text, ref position, out token);
        }

        while (position < text.Length && text[position] is not (',' or ' ' or '"'))
        {
            position++;
        }

        token = text[start..position];
        return token.Length > 0;
    }

    private static bool TryReadQuoted(string text, ref int position, out string token)
    {
        var start = position++;
        while (position < text.Length && text[position] != '"')
        {
            position += text[position] == '\\' ? 2 : 1;
        }

        token = "";
        if (position >= text.Length)
        {
            return false;
        }

        position++;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text[start..position]));
        try
        {
            token = reader.Read() ? reader.GetString() ?? "" : "";
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
