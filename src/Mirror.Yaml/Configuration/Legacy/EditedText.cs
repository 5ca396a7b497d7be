using System.Text;
using Mirror.Yaml.Kubernetes;

namespace Mirror.Yaml.Configuration.Legacy;

/// <summary>
/// Makes the changes of a translation in the text of a file, so that comments, order and layout stay. Comments inside what is replaced are kept above it. Null for
/// what can't be changed at its place, such as settings on one line and nodes that aliases show elsewhere; the caller checks the result by reading it.
/// </summary>
internal sealed class EditedText
{
    private readonly string _text;
    private readonly List<int> _lineStarts = [0];
    private readonly List<(int Start, int End, string Text)> _changes = [];

    private EditedText(string text)
    {
        _text = text;
        for (var i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1))
        {
            _lineStarts.Add(i + 1);
        }
    }

    /// <param name="text">As it was parsed.</param>
    public static string? Of(string text, IEnumerable<LegacyEdit> edits)
    {
        var edited = new EditedText(text);
        return edits.All(edited.TryAdd) ? edited.Apply() : null;
    }

    private bool TryAdd(LegacyEdit edit) => edit switch
    {
        LegacyEdit.Rewrite rewrite => TryRewrite(rewrite),
        LegacyEdit.Replace replace => TryReplace(replace),
        LegacyEdit.Add add => TryInsert(add),
        _ => throw new ArgumentOutOfRangeException(nameof(edit), edit, "unknown edit"),
    };

    private bool TryRewrite(LegacyEdit.Rewrite edit)
    {
        _changes.Add((Start(edit.Scalar), End(edit.Scalar.Span), ScalarText.Key(edit.Text)));
        return true;
    }

    private bool TryReplace(LegacyEdit.Replace edit)
    {
        var start = Start(edit.Entry.Key);
        if (IsFlow(edit.In) || EndOf(edit.Entry.Value, End(edit.Entry.Key.Span)) is not { } end)
        {
            return false;
        }

        var indent = new string(' ', start - LineStart(start));
        var comments = Comments(edit.Entry, start, end);
        if (edit.With.Count > 0)
        {
            _changes.Add((start, end, string.Join($"\n{indent}", comments.Concat(edit.With.Select(Line)))));
            return true;
        }

        return TryRemove(edit, start, end, indent, comments);
    }

    private bool TryRemove(LegacyEdit.Replace edit, int start, int end, string indent, List<string> comments)
    {
        var lineEnd = LineEnd(end);
        var rest = _text[end..lineEnd].Trim();
        if (rest.Length > 0 && rest[0] != '#')
        {
            return false;
        }

        if (rest.Length > 0)
        {
            comments.Add(rest);
        }

        var kept = string.Concat(comments.Select(comment => $"{comment}\n{indent}"));
        if (_text.AsSpan(LineStart(start), start - LineStart(start)).IsWhiteSpace())
        {
            _changes.Add(kept.Length == 0 ? (LineStart(start), NextLine(lineEnd), "") : (start, lineEnd, kept.TrimEnd()));
            return true;
        }

        // The first setting of a list's entry shares its line with the hyphen; the next one takes its place.
        var next = edit.In.Entries.SkipWhile(entry => entry.Key.Span != edit.Entry.Key.Span).Skip(1).FirstOrDefault();
        if (next is null || Start(next.Key) < lineEnd)
        {
            return false;
        }

        var between = _text[lineEnd..Start(next.Key)].Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);
        _changes.Add((start, Start(next.Key), kept + string.Concat(between.Select(line => $"{line}\n{indent}"))));
        return true;
    }

    private bool TryInsert(LegacyEdit.Add edit)
    {
        if (IsFlow(edit.In) || edit.In.Entries is not [var first, ..] || EndOf(first.Value, End(first.Key.Span)) is not { } end)
        {
            return false;
        }

        var start = Start(first.Key);
        var lineEnd = LineEnd(end);
        _changes.Add((lineEnd, lineEnd, $"\n{new string(' ', start - LineStart(start))}{Line(edit.Setting)}"));
        return true;
    }

    private string? Apply()
    {
        var result = new StringBuilder();
        var position = 0;
        foreach (var (start, end, text) in _changes.OrderBy(change => change.Start).ThenBy(change => change.End))
        {
            if (start < position)
            {
                return null;
            }

            result.Append(_text, position, start - position).Append(text);
            position = end;
        }

        return result.Append(_text, position, _text.Length - position).ToString();
    }

    private static string Line(LegacySetting setting) => $"{setting.Key}: {setting.Value}";

    /// <summary>Where a value ends, of which only scalars know the end; null if it does not stand behind its key.</summary>
    private int? EndOf(YamlNode node, int from)
    {
        var start = Start(node);
        switch (node)
        {
            case YamlScalar scalar:
                // An empty value has a place wherever the parser noticed that it is missing.
                return scalar.Value.Length == 0 && scalar.IsPlain ? from : start < from ? null : End(scalar.Span);
            case var _ when start < from:
                return null;
            case YamlSequence list:
                return EndOf(list.Items, start, from, ']');
            case YamlMapping map:
                return EndOf(map.Entries.SelectMany(entry => new[] { entry.Key, entry.Value }), start, from, '}');
            default:
                throw new ArgumentOutOfRangeException(nameof(node), node, "unknown node");
        }
    }

    private int? EndOf(IEnumerable<YamlNode> children, int start, int from, char close)
    {
        var isFlow = IsFlowStart(start);
        int? end = isFlow ? start + 1 : from;
        foreach (var child in children)
        {
            end = EndOf(child, end.Value);
            if (end is null)
            {
                return null;
            }
        }

        if (!isFlow)
        {
            return end;
        }

        var bracket = _text.IndexOf(close, end.Value);
        return bracket >= 0 && _text.AsSpan(end.Value, bracket - end.Value).Trim(" \t\r\n,").IsEmpty ? bracket + 1 : null;
    }

    /// <summary>The comments inside the value of an entry.</summary>
    private List<string> Comments(YamlEntry entry, int start, int end)
    {
        var comments = new List<string>();
        var scalars = Scalars(entry.Value).Select(scalar => (Start: Start(scalar), End: End(scalar.Span))).ToList();
        for (var hash = _text.IndexOf('#', start, end - start); hash >= 0; hash = hash < end ? _text.IndexOf('#', hash, end - hash) : -1)
        {
            if (scalars.Exists(scalar => hash >= scalar.Start && hash < scalar.End) || (hash > 0 && !char.IsWhiteSpace(_text[hash - 1])))
            {
                hash++;
                continue;
            }

            var lineEnd = LineEnd(hash);
            comments.Add(_text[hash..lineEnd].TrimEnd());
            hash = lineEnd;
        }

        return comments;
    }

    private static IEnumerable<YamlScalar> Scalars(YamlNode node) => node switch
    {
        YamlScalar scalar => [scalar],
        YamlSequence list => list.Items.SelectMany(Scalars),
        YamlMapping map => map.Entries.SelectMany(entry => Scalars(entry.Key).Concat(Scalars(entry.Value))),
        _ => [],
    };

    private bool IsFlow(YamlMapping map) => IsFlowStart(Start(map));

    private bool IsFlowStart(int start) => start < _text.Length && _text[start] is '{' or '[';

    private int Start(YamlNode node) => Offset(node.Span.Line, node.Span.Column);

    private int End(SourceSpan span) => Offset(span.EndLine, span.EndColumn);

    private int Offset(int line, int column) =>
        Math.Clamp(_lineStarts[Math.Clamp(line - 1, 0, _lineStarts.Count - 1)] + column - 1, 0, _text.Length);

    private int LineStart(int offset) => offset == 0 ? 0 : _text.LastIndexOf('\n', offset - 1) + 1;

    private int NextLine(int offset) => _text.IndexOf('\n', offset) is >= 0 and var feed ? feed + 1 : _text.Length;

    /// <summary>Before the line break.</summary>
    private int LineEnd(int offset)
    {
        var feed = _text.IndexOf('\n', offset);
        var end = feed < 0 ? _text.Length : feed;
        return end > offset && _text[end - 1] == '\r' ? end - 1 : end;
    }
}
