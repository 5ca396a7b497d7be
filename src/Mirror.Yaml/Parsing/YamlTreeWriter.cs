using System.Text;
using Mirror.Yaml.Kubernetes;

namespace Mirror.Yaml.Parsing;

/// <summary>Writes a tree as a document of its own: keys in their order, aliases and merge keys written out as the tree has them, comments lost.</summary>
internal static class YamlTreeWriter
{
    public static string Write(YamlMapping root)
    {
        var text = new StringBuilder();
        WriteEntries(text, root, 0, isFirstLineOpen: false);
        return text.ToString();
    }

    private static void WriteEntries(StringBuilder text, YamlMapping map, int indent, bool isFirstLineOpen)
    {
        foreach (var entry in map.Entries)
        {
            text.Append(' ', isFirstLineOpen ? 0 : indent).Append(entry.Key is YamlScalar key ? Scalar(key, indent) : throw new ArgumentException("A key is not text.", nameof(map))).Append(':');
            isFirstLineOpen = false;
            WriteValue(text, entry.Value, indent);
        }
    }

    private static void WriteValue(StringBuilder text, YamlNode value, int indent)
    {
        switch (value)
        {
            case YamlMapping { Entries.Count: > 0 } map:
                text.Append('\n');
                WriteEntries(text, map, indent + 2, isFirstLineOpen: false);
                break;
            case YamlSequence { Items.Count: > 0 } list:
                text.Append('\n');
                WriteItems(text, list, indent, isFirstLineOpen: false);
                break;
            case YamlScalar { IsPlain: true, Value.Length: 0 }:
                text.Append('\n');
                break;
            default:
                text.Append(' ').Append(Inline(value, indent + 2)).Append('\n');
                break;
        }
    }

    private static void WriteItems(StringBuilder text, YamlSequence list, int indent, bool isFirstLineOpen)
    {
        foreach (var item in list.Items)
        {
            text.Append(' ', isFirstLineOpen ? 0 : indent).Append("- ");
            isFirstLineOpen = false;
            switch (item)
            {
                case YamlMapping { Entries.Count: > 0 } map:
                    WriteEntries(text, map, indent + 2, isFirstLineOpen: true);
                    break;
                case YamlSequence { Items.Count: > 0 } inner:
                    WriteItems(text, inner, indent + 2, isFirstLineOpen: true);
                    break;
                default:
                    text.Append(Inline(item, indent + 2)).Append('\n');
                    break;
            }
        }
    }

    private static string Inline(YamlNode node, int indent) => node switch
    {
        YamlScalar scalar => Scalar(scalar, indent),
        YamlMapping => "{}",
        YamlSequence => "[]",
        _ => throw new ArgumentException($"{node.GetType().Name} is not a node of YAML.", nameof(node)),
    };

    // What was plain may mean a number or a boolean, and must stay plain for it.
    private static string Scalar(YamlScalar scalar, int indent) =>
        scalar.IsPlain && !scalar.Value.Contains('\n', StringComparison.Ordinal)
            ? scalar.Value.Length == 0 ? "null" : scalar.Value
            : ScalarText.Value(scalar.Value, indent);
}
