using System.Text;
using System.Text.Json;
using Mirror.Model.Json;

namespace Mirror.Model.Locking;

/// <summary>
/// JSON of a lock file with the place of every value, which the framework's document does not keep. Strict: no comments, no duplicate
/// names, no trailing commas, at most <see cref="MaxDepth"/> levels.
/// </summary>
internal sealed class LockJson
{
    private const int MaxDepth = 16;

    private LockJson(JsonTokenType kind, SourceSpan span)
    {
        Kind = kind;
        Span = span;
    }

    public JsonTokenType Kind { get; }

    public SourceSpan Span { get; }

    public string Text { get; private init; } = "";

    public long Number { get; private init; }

    public Dictionary<string, LockJson> Members { get; } = new(StringComparer.Ordinal);

    public List<LockJson> Items { get; } = [];

    /// <exception cref="MirrorException">MIR2001, with line and column.</exception>
    public static LockJson Parse(byte[] utf8, string file)
    {
        var lines = new LineMap(utf8, file);
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            var root = ReadValue(ref reader, lines);
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            var span = SourceSpan.At(file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);
            throw MirrorErrors.LockUnreadable.Exception(
                "The lock file is not valid JSON here. Restore it with 'git checkout' or, if it is the result of a merge, merge it again; it is never taken for an empty one.",
                span);
        }
    }

    private static LockJson ReadValue(ref Utf8JsonReader reader, LineMap lines)
    {
        var span = lines.SpanAt((int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadObject(ref reader, lines, span);
            case JsonTokenType.StartArray:
                var list = new LockJson(JsonTokenType.StartArray, span);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(ReadValue(ref reader, lines));
                }

                return list;
            case JsonTokenType.Number when reader.TryGetInt64(out var number):
                return new LockJson(JsonTokenType.Number, span) { Number = number };
            case JsonTokenType.String:
                return new LockJson(JsonTokenType.String, span) { Text = TextOf(ref reader, span) };
            case JsonTokenType.True or JsonTokenType.False:
                return new LockJson(reader.TokenType, span);
            default:
                throw MirrorErrors.LockUnreadable.Exception("The lock file has no such value here: only objects, lists, texts, whole numbers and booleans occur.", span);
        }
    }

    private static LockJson ReadObject(ref Utf8JsonReader reader, LineMap lines, SourceSpan span)
    {
        var node = new LockJson(JsonTokenType.StartObject, span);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var nameSpan = lines.SpanAt((int)reader.TokenStartIndex);
            var name = TextOf(ref reader, nameSpan);
            reader.Read();
            if (!node.Members.TryAdd(name, ReadValue(ref reader, lines)))
            {
                throw MirrorErrors.LockUnreadable.Exception($"'{name}' stands twice in this object of the lock file; a merge has gone wrong.", nameSpan);
            }
        }

        return node;
    }

    private static string TextOf(ref Utf8JsonReader reader, SourceSpan span) => JsonText.Find(ref reader)
        ?? throw MirrorErrors.LockUnreadable.Exception("The lock file has a text here with an escape, or bytes, that are not a character.", span);

    private sealed class LineMap(byte[] utf8, string file)
    {
        private readonly List<int> _starts = FindStarts(utf8);

        public SourceSpan SpanAt(int offset)
        {
            var index = _starts.BinarySearch(offset);
            var line = index >= 0 ? index : ~index - 1;
            var column = Encoding.UTF8.GetCharCount(utf8, _starts[line], offset - _starts[line]);
            return SourceSpan.At(file, line + 1, column + 1);
        }

        private static List<int> FindStarts(byte[] utf8)
        {
            var starts = new List<int> { 0 };
            for (var i = 0; i < utf8.Length; i++)
            {
                if (utf8[i] == '\n')
                {
                    starts.Add(i + 1);
                }
            }

            return starts;
        }
    }
}
