using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mirror.Model.Locking;

/// <summary>
/// Writes objects over several lines and leaves on one line, so that one changed image is one changed line and merges stay apart.
/// </summary>
internal sealed class LockWriter : IDisposable
{
    // References and versions are read by people; nothing here is ever put into HTML.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    public LockWriter() =>
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = Encoder });

    public void Object(string? name, Action content)
    {
        if (name is null)
        {
            _json.WriteStartObject();
        }
        else
        {
            _json.WriteStartObject(name);
        }

        content();
        _json.WriteEndObject();
    }

    public void Number(string name, long value) => _json.WriteNumber(name, value);

    public void Text(string name, string value) => _json.WriteString(name, value);

    public void Image(string name, LockedImage image) => Leaf(name, leaf =>
    {
        leaf.WriteString("image", image.Image.ToString());
        leaf.WriteNumber("size", image.Size);
    });

    /// <summary>The member <c>platforms</c>; left out when there is none.</summary>
    public void Platforms(IReadOnlyList<Platform> platforms)
    {
        if (platforms.Count > 0)
        {
            List("platforms", platforms.Select(platform => platform.ToString()));
        }
    }

    public void List(string name, IEnumerable<string> values) => Raw(name, leaf =>
    {
        leaf.WriteStartArray();
        foreach (var value in values)
        {
            leaf.WriteStringValue(value);
        }

        leaf.WriteEndArray();
    });

    /// <summary>A list with a line for each of its texts, for those that are sentences.</summary>
    public void Lines(string name, IEnumerable<string> values)
    {
        _json.WriteStartArray(name);
        foreach (var value in values)
        {
            _json.WriteStringValue(value);
        }

        _json.WriteEndArray();
    }

    /// <summary>An object on one line.</summary>
    public void Leaf(string name, Action<Utf8JsonWriter> content) => Raw(name, leaf =>
    {
        leaf.WriteStartObject();
        content(leaf);
        leaf.WriteEndObject();
    });

    public byte[] ToArray()
    {
        _json.Flush();
        return [.. _buffer.WrittenSpan, (byte)'\n'];
    }

    public void Dispose() => _json.Dispose();

    private void Raw(string name, Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var leaf = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Encoder }))
        {
            content(leaf);
        }

        _json.WritePropertyName(name);
        _json.WriteRawValue(AddSpaces(buffer.WrittenSpan), skipInputValidation: true);
    }

    /// <summary>The framework writes no space after <c>:</c> and <c>,</c> on one line; people expect one.</summary>
    private static string AddSpaces(ReadOnlySpan<byte> utf8)
    {
        var compact = Encoding.UTF8.GetString(utf8);
        var text = new StringBuilder(compact.Length + 16);
        var inText = false;
        for (var i = 0; i < compact.Length; i++)
        {
            var c = compact[i];
            text.Append(c);
            if (c == '\\' && inText)
            {
                text.Append(compact[++i]);
            }
            else if (c == '"')
            {
                inText = !inText;
            }
            else if (!inText && c is ':' or ',')
            {
                text.Append(' ');
            }
        }

        return text.ToString();
    }
}
