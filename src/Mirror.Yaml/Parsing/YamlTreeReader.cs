using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Mirror.Yaml.Parsing;

/// <summary>
/// Builds the tree of the first document from the parser's events, because those carry the exact place of every node. Aliases share the node
/// they refer to; depth and the number of nodes that aliases stand for are bounded.
/// </summary>
internal sealed class YamlTreeReader
{
    private readonly string _text;
    private readonly string _fileName;
    private readonly DiagnosticBag _diagnostics;
    private readonly Parser _parser;
    private readonly Dictionary<string, YamlNode?> _anchors = new(StringComparer.Ordinal);
    private long _aliasedNodes;

    private YamlTreeReader(string text, string fileName, DiagnosticBag diagnostics)
    {
        _text = text;
        _fileName = fileName;
        _diagnostics = diagnostics;
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <summary>Gives the root of the first document, or null if there is none; false if an error was reported.</summary>
    public static bool TryRead(string text, string fileName, DiagnosticBag diagnostics, out YamlNode? root, int limit = YamlLimits.MaxBytes)
    {
        root = null;
        var checkedText = YamlText.Check(text, fileName, diagnostics, limit);
        return checkedText is not null && new YamlTreeReader(checkedText, fileName, diagnostics).TryReadFirstDocument(out root);
    }

    private bool TryReadFirstDocument(out YamlNode? root)
    {
        root = null;
        try
        {
            Next();
            if (_parser.Current is not DocumentStart)
            {
                return true;
            }

            Next();
            root = ReadNode(1);
            if (root is not null)
            {
                ReportFurtherDocument();
            }

            return root is not null;
        }
        catch (YamlException e)
        {
            ReportSyntax(e);
            return false;
        }
    }

    private void ReportFurtherDocument()
    {
        Next();
        Next();
        if (_parser.Current is DocumentStart { Start: var start })
        {
            _diagnostics.Report(
                MirrorErrors.FurtherDocuments, At(start), "A second YAML document starts here; only the first one counts.");
        }
    }

    // Moves past the start of the stream, which carries nothing.
    private void Next()
    {
        do
        {
            if (!MoveNext())
            {
                return;
            }
        }
        while (_parser.Current is StreamStart);
    }

    // On some broken texts the parser fails by its own defects instead of saying that they are broken.
    private bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            var reached = _parser.Current?.End ?? Mark.Empty;
            throw new YamlException(reached, reached, "After this place the parser can't go on", e);
        }
    }

    // Null when a limit was hit, which has been reported: then nobody wants the rest.
    private YamlNode? ReadNode(int depth)
    {
        var current = _parser.Current!;
        if (depth > YamlLimits.MaxDepth)
        {
            ReportTooDeep(current);
            return null;
        }

        return current switch
        {
            Scalar scalar => Anchored(scalar, new YamlScalar(SpanOf(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty)),
            SequenceStart start => ReadSequence(start, depth),
            MappingStart start => ReadMapping(start, depth),
            AnchorAlias alias => ReadAlias(alias, depth),
            _ => throw new YamlException(current.Start, current.End, "A value is missing here"),
        };
    }

    private YamlSequence? ReadSequence(SequenceStart start, int depth)
    {
        Open(start);
        var items = new List<YamlNode>();
        for (Next(); _parser.Current is not SequenceEnd; Next())
        {
            if (ReadNode(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return Anchored(start, new YamlSequence(SpanOf(start), items));
    }

    private YamlMapping? ReadMapping(MappingStart start, int depth)
    {
        Open(start);
        var entries = new List<YamlEntry>();
        for (Next(); _parser.Current is not MappingEnd; Next())
        {
            if (ReadNode(depth + 1) is not { } key)
            {
                return null;
            }

            Next();
            if (ReadNode(depth + 1) is not { } value)
            {
                return null;
            }

            entries.Add(new YamlEntry(key, value));
        }

        return Anchored(start, new YamlMapping(SpanOf(start), entries));
    }

    private YamlNode? ReadAlias(AnchorAlias alias, int depth)
    {
        var name = alias.Value.Value;
        if (!_anchors.TryGetValue(name, out var node) || node is null)
        {
            var problem = _anchors.ContainsKey(name) ? "refers to a node that contains it" : "has no anchor before it";
            _diagnostics.Report(MirrorErrors.YamlSyntax, SpanOf(alias), $"The alias '*{name}' {problem}.");
            return null;
        }

        if (depth + node.Depth - 1 > YamlLimits.MaxDepth)
        {
            ReportTooDeep(alias);
            return null;
        }

        _aliasedNodes += node.Weight;
        if (_aliasedNodes > YamlLimits.MaxAliasedNodes)
        {
            _diagnostics.Report(
                MirrorErrors.FileTooLarge,
                SpanOf(alias),
                $"With the alias '*{name}' the aliases of this file stand for more than {YamlLimits.MaxAliasedNodes} nodes.");
            return null;
        }

        return node;
    }

    private void Open(NodeEvent start)
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = null;
        }
    }

    private T Anchored<T>(NodeEvent start, T node)
        where T : YamlNode
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }

        return node;
    }

    private void ReportTooDeep(ParsingEvent current) => _diagnostics.Report(
        MirrorErrors.FileTooLarge, At(current.Start), $"The nesting here is deeper than {YamlLimits.MaxDepth} levels.");

    private void ReportSyntax(YamlException e)
    {
        if (FindTab((int)e.Start.Line, (int)e.End.Line + 1) is { } tab)
        {
            _diagnostics.Report(MirrorErrors.YamlSyntax, tab, "The indentation has a tab in it; YAML is indented by spaces only.");
            return;
        }

        _diagnostics.Report(MirrorErrors.YamlSyntax, At(e.Start), $"This is not valid YAML: {Clause(e.Message)}.");
    }

    private static string Clause(string message) =>
        message.Length == 0 ? "the text ends too early or a sign is missing" : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.').ReplaceLineEndings(" ");

    // The parser often gives the place of the node before the tab, and not that of the tab.
    private SourceSpan? FindTab(int firstLine, int lastLine)
    {
        var line = 0;
        foreach (var text in _text.AsSpan().EnumerateLines())
        {
            line++;
            var indentation = text.Length - text.TrimStart(" \t").Length;
            var tab = text[..indentation].IndexOf('\t');
            if (line >= firstLine && line <= lastLine && tab >= 0 && indentation < text.Length)
            {
                return SourceSpan.At(_fileName, line, tab + 1);
            }

            if (line > lastLine)
            {
                break;
            }
        }

        return null;
    }

    private SourceSpan At(Mark mark) => SourceSpan.At(_fileName, (int)mark.Line, (int)mark.Column);

    private SourceSpan SpanOf(ParsingEvent node) =>
        new(_fileName, (int)node.Start.Line, (int)node.Start.Column, (int)node.End.Line, (int)node.End.Column);
}
