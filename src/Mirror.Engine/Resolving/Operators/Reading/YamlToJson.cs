using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Mirror.Engine.Resolving.Operators.Reading;

/// <summary>
/// Writes YAML documents as JSON, event by event, without a tree between. An alias repeats the JSON of its anchor, so what aliases blow up is
/// bounded by the buffer. Keys keep their order.
/// </summary>
internal sealed class YamlToJson(CatalogLimits limits)
{
    private readonly JsonBuffer _json = new(limits.MaxBlobBytes);
    private readonly Dictionary<AnchorName, (int Start, int Length)> _anchors = [];
    private int _depth;

    /// <summary>
    /// The documents of <paramref name="text"/> that have content, as JSON that is valid until the next one is asked for, each with the line it
    /// starts at, counted from 1.
    /// </summary>
    /// <exception cref="CatalogFormatException">Not YAML, not expressible as JSON, or over a limit.</exception>
    public IEnumerable<(ReadOnlyMemory<byte> Json, int Line)> Convert(TextReader text)
    {
        var parser = new Parser(new Scanner(text, skipComments: true));
        while (Next(parser) is { } @event)
        {
            if (@event is DocumentStart && Next(parser) is { } first && !(first is Scalar { IsPlainImplicit: true } scalar && IsNull(scalar)))
            {
                _json.Clear();
                _anchors.Clear();
                _depth = 0;
                Write(parser, first);
                yield return (_json.Written, (int)first.Start.Line);
            }
        }
    }

    private static ParsingEvent? Next(Parser parser)
    {
        try
        {
            return parser.MoveNext() ? parser.Current : null;
        }
        catch (YamlException e)
        {
            throw new CatalogFormatException($"it is not YAML ({e.Message})", (int)e.Start.Line, (int)e.Start.Column, e);
        }
    }

    private static bool IsNull(Scalar scalar) => scalar.Tag.IsEmpty && YamlScalar.Resolve(scalar.Value) == "null";

    private void Write(Parser parser, ParsingEvent node)
    {
        try
        {
            WriteNode(parser, node);
        }
        catch (CatalogFormatException e) when (e.Line == 0)
        {
            throw new CatalogFormatException(e.Message, (int)node.Start.Line, (int)node.Start.Column, e);
        }
    }

    private void WriteNode(Parser parser, ParsingEvent node)
    {
        var start = _json.Length;
        switch (node)
        {
            case AnchorAlias alias:
                if (!_anchors.TryGetValue(alias.Value, out var anchored))
                {
                    throw new CatalogFormatException($"the alias '*{alias.Value}' has no anchor before it");
                }

                _json.AppendCopy(anchored.Start, anchored.Length);
                return;
            case Scalar scalar:
                WriteScalar(scalar);
                break;
            case SequenceStart:
                WriteSequence(parser);
                break;
            case MappingStart:
                WriteMapping(parser);
                break;
            default:
                throw new CatalogFormatException($"'{node}' stands where a value is expected");
        }

        if (node is NodeEvent { Anchor.IsEmpty: false } anchor)
        {
            _anchors[anchor.Anchor] = (start, _json.Length - start);
        }
    }

    private void WriteScalar(Scalar scalar)
    {
        var resolved = ResolveScalar(scalar);
        if (resolved is null)
        {
            _json.AppendString(scalar.Value);
        }
        else
        {
            _json.Append(System.Text.Encoding.ASCII.GetBytes(resolved));
        }
    }

    private static string? ResolveScalar(Scalar scalar)
    {
        if (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific)
        {
            return scalar is { IsPlainImplicit: true, Style: ScalarStyle.Plain } ? YamlScalar.Resolve(scalar.Value) : null;
        }

        return scalar.Tag.Value switch
        {
            "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null" =>
                YamlScalar.Resolve(scalar.Value)
                ?? throw new CatalogFormatException($"'{scalar.Value}' is not of the type that its tag '{scalar.Tag}' names"),
            _ => null,
        };
    }

    private void WriteSequence(Parser parser)
    {
        Enter();
        _json.Append((byte)'[');
        var first = true;
        while (Expect(parser) is var item and not SequenceEnd)
        {
            if (!first)
            {
                _json.Append((byte)',');
            }

            first = false;
            Write(parser, item);
        }

        _json.Append((byte)']');
        _depth--;
    }

    private void WriteMapping(Parser parser)
    {
        Enter();
        var start = _json.Length;
        List<string>? merged = null;
        _json.Append((byte)'{');
        var first = true;
        while (Expect(parser) is var key and not MappingEnd)
        {
            if (key is Scalar { Value: "<<", Style: ScalarStyle.Plain })
            {
                merged ??= [];
                merged.Add(ReadAside(parser));
                continue;
            }

            if (!first)
            {
                _json.Append((byte)',');
            }

            first = false;
            WriteKey(key);
            _json.Append((byte)':');
            Write(parser, Expect(parser));
        }

        _json.Append((byte)'}');
        _depth--;
        if (merged is not null)
        {
            Merge(start, merged);
        }
    }

    /// <summary>Numbers and booleans as keys become their JSON text; null and collections cannot be keys of JSON.</summary>
    private void WriteKey(ParsingEvent key)
    {
        if (key is AnchorAlias alias && _anchors.TryGetValue(alias.Value, out var anchored) && _json.Written.Span[anchored.Start] == '"')
        {
            _json.AppendCopy(anchored.Start, anchored.Length);
            return;
        }

        if (key is not Scalar scalar || ResolveScalar(scalar) is "null")
        {
            throw new CatalogFormatException("a key is neither a string, a number nor a boolean", (int)key.Start.Line, (int)key.Start.Column);
        }

        var start = _json.Length;
        _json.AppendString(ResolveScalar(scalar) ?? scalar.Value);
        if (!scalar.Anchor.IsEmpty)
        {
            _anchors[scalar.Anchor] = (start, _json.Length - start);
        }
    }

    /// <summary>A value that is not written where it stands.</summary>
    private string ReadAside(Parser parser)
    {
        var start = _json.Length;
        Write(parser, Expect(parser));
        var json = System.Text.Encoding.UTF8.GetString(_json.Written.Span[start..]);
        _json.Truncate(start);
        foreach (var gone in _anchors.Where(anchor => anchor.Value.Start >= start).Select(anchor => anchor.Key).ToList())
        {
            _anchors.Remove(gone);
        }

        return json;
    }

    /// <summary>Adds the members of merged mappings (YAML 1.1's "&lt;&lt;") that the mapping does not have itself; earlier ones win.</summary>
    private void Merge(int start, IReadOnlyList<string> merged)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using (var own = System.Text.Json.JsonDocument.Parse(_json.Written[start..], new() { MaxDepth = limits.MaxDepth }))
        {
            names.UnionWith(own.RootElement.EnumerateObject().Select(member => member.Name));
        }

        _json.Truncate(_json.Length - 1);
        var empty = names.Count == 0;
        foreach (var text in merged)
        {
            using var document = System.Text.Json.JsonDocument.Parse(text, new() { MaxDepth = limits.MaxDepth });
            var sources = document.RootElement.ValueKind == System.Text.Json.JsonValueKind.Array
                ? document.RootElement.EnumerateArray().ToList()
                : [document.RootElement];
            foreach (var source in sources)
            {
                if (source.ValueKind != System.Text.Json.JsonValueKind.Object)
                {
                    throw new CatalogFormatException("what '<<' merges is not a mapping");
                }

                foreach (var member in source.EnumerateObject().Where(member => names.Add(member.Name)))
                {
                    if (!empty)
                    {
                        _json.Append((byte)',');
                    }

                    empty = false;
                    _json.AppendString(member.Name);
                    _json.Append((byte)':');
                    _json.Append(System.Text.Encoding.UTF8.GetBytes(member.Value.GetRawText()));
                }
            }
        }

        _json.Append((byte)'}');
    }

    private static ParsingEvent Expect(Parser parser) =>
        Next(parser) ?? throw new CatalogFormatException("it ends in the middle of a value");

    private void Enter()
    {
        if (++_depth > limits.MaxDepth)
        {
            throw new CatalogFormatException($"lists and mappings are nested more than {limits.MaxDepth} deep");
        }
    }
}
