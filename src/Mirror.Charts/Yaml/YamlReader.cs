using System.Globalization;
using System.Numerics;
using Mirror.Charts.Templating;
using Mirror.Charts.Values;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Mirror.Charts.Yaml;

/// <summary>
/// YAML as Kubernetes reads it (sigs.k8s.io/yaml): YAML 1.1 turned into JSON, so that keys are text and numbers are float64.
/// Aliases are copied, merge keys are followed, the last of equal keys wins.
/// </summary>
internal sealed class YamlReader
{
    private readonly YamlDotNet.Core.Parser _parser;
    private readonly Dictionary<AnchorName, object?> _anchors = [];
    private readonly HashSet<AnchorName> _openAnchors = [];
    private int _nodes;
    private int _depth;

    private YamlReader(string text) => _parser = new YamlDotNet.Core.Parser(new StringReader(text));

    /// <summary>The first document; null when there is none.</summary>
    /// <exception cref="YamlException">The text is not YAML, or too large.</exception>
    public static object? Read(string text)
    {
        var reader = new YamlReader(text);
        try
        {
            reader._parser.Consume<StreamStart>();
            return reader._parser.TryConsume<DocumentStart>(out _) ? reader.ReadNode() : null;
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw new YamlException(e.Message, (int)e.Start.Line, e);
        }
    }

    private object? ReadNode()
    {
        if (++_depth > YamlLimits.MaxDepth)
        {
            throw Error($"The document is nested deeper than {YamlLimits.MaxDepth} levels.");
        }

        Count(1);
        var node = _parser.Current;
        var anchor = node is NodeEvent { Anchor.IsEmpty: false } named ? named.Anchor : AnchorName.Empty;
        if (!anchor.IsEmpty)
        {
            _openAnchors.Add(anchor);
        }

        var value = node switch
        {
            Scalar => ReadScalar(_parser.Consume<Scalar>()),
            SequenceStart => ReadSequence(),
            MappingStart => ReadMapping(),
            AnchorAlias => ReadAlias(_parser.Consume<AnchorAlias>()),
            _ => throw Error("A value is expected."),
        };
        if (!anchor.IsEmpty)
        {
            _openAnchors.Remove(anchor);
            _anchors[anchor] = value;
        }

        _depth--;
        return value;
    }

    private static object? ReadScalar(Scalar scalar)
    {
        var tag = scalar.Tag.IsEmpty ? "" : scalar.Tag.Value;
        if (tag is "" && scalar.Style == ScalarStyle.Plain)
        {
            return YamlScalar.Resolve(scalar.Value);
        }

        return tag switch
        {
            "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null" => YamlScalar.Resolve(scalar.Value),
            "tag:yaml.org,2002:binary" => Functions.EncodingFunctions.TryDecodeBase64(scalar.Value, out var bytes) ? GoText.FromBytes(bytes) : scalar.Value,
            _ => scalar.Value,
        };
    }

    private GoList ReadSequence()
    {
        _parser.Consume<SequenceStart>();
        var items = new List<object?>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode());
        }

        return new GoList(items.ToArray());
    }

    private GoMap ReadMapping()
    {
        _parser.Consume<MappingStart>();
        var map = new GoMap();
        List<object?>? merged = null;
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (_parser.Current is Scalar { Value: "<<", Style: ScalarStyle.Plain })
            {
                _parser.Consume<Scalar>();
                (merged ??= []).Add(ReadNode());
                continue;
            }

            var key = ReadKey();
            map[key] = ReadNode();
        }

        foreach (var source in merged ?? [])
        {
            Merge(map, source);
        }

        return map;
    }

    // A key of the mapping itself wins, then the first of several sources.
    private void Merge(GoMap map, object? source)
    {
        switch (source)
        {
            case GoMap inner:
                foreach (var (key, value) in inner)
                {
                    if (!map.ContainsKey(key))
                    {
                        map[key] = Copy(value);
                    }
                }

                break;
            case GoList list:
                foreach (var item in list)
                {
                    Merge(map, item);
                }

                break;
            default:
                throw Error("A merge key needs a mapping or a list of mappings.");
        }
    }

    private string ReadKey()
    {
        var scalar = _parser.Current as Scalar;
        var key = ReadNode();
        return key switch
        {
            string text => text,
            bool b => b ? "true" : "false",
            null => "null",
            double when scalar is not null && NumberLiteral.TryParseInteger(Plain(scalar), out var integer) => integer.ToString(CultureInfo.InvariantCulture),
            double number => GoFloat.Format(number, 'g'),
            _ => throw Error("The key of a mapping must be a scalar."),
        };
    }

    private static string Plain(Scalar scalar) => scalar.Value.Replace("_", "", StringComparison.Ordinal);

    private object? ReadAlias(AnchorAlias alias)
    {
        if (_openAnchors.Contains(alias.Value))
        {
            throw Error($"The anchor '{alias.Value}' contains itself.");
        }

        return _anchors.TryGetValue(alias.Value, out var value) ? Copy(value) : throw Error($"The anchor '{alias.Value}' is not known.");
    }

    private object? Copy(object? value)
    {
        Count(1);
        switch (value)
        {
            case GoMap map:
                var copy = new GoMap(map.Count);
                foreach (var (key, item) in map)
                {
                    copy[key] = Copy(item);
                }

                return copy;
            case GoList list:
                return new GoList([.. list.Select(Copy)]);
            default:
                return value;
        }
    }

    private void Count(int nodes)
    {
        _nodes += nodes;
        if (_nodes > YamlLimits.MaxNodes)
        {
            throw Error($"The document has more than {YamlLimits.MaxNodes} values.");
        }
    }

    private YamlException Error(string message) => new(message, (int)(_parser.Current?.Start.Line ?? 0));
}
