using System.Globalization;
using System.Text;

namespace Mirror.Yaml.Kubernetes;

/// <summary>
/// Writes Kubernetes objects as YAML, the way the cluster's own tools do (SPEC 9): keys in order, lists not indented below their key, quotes only where
/// they are needed, <c>\n</c>. The same tree always gives the same text. Lines are never folded.
/// </summary>
public static class KubernetesYaml
{
    /// <summary>One document, with a leading <c>---</c>.</summary>
    public static string Write(KubernetesNode document) => Write([document]);

    /// <summary>Documents one after the other, each with a leading <c>---</c>; empty for none.</summary>
    public static string Write(IEnumerable<KubernetesNode> documents)
    {
        var text = new StringBuilder();
        foreach (var document in documents)
        {
            text.Append("---\n");
            WriteRoot(text, document);
        }

        return text.ToString();
    }

    private static void WriteRoot(StringBuilder text, KubernetesNode document)
    {
        switch (document)
        {
            case KubernetesMap { Count: > 0 } map:
                WriteMap(text, map, 0);
                break;
            case KubernetesList { Items.Count: > 0 } list:
                WriteList(text, list, 0);
                break;
            default:
                text.Append(Inline(document, 2)).Append('\n');
                break;
        }
    }

    private static void WriteMap(StringBuilder text, KubernetesMap map, int indent, bool isFirstLineOpen = false)
    {
        foreach (var (key, value) in map)
        {
            text.Append(' ', isFirstLineOpen ? 0 : indent).Append(ScalarText.Key(key)).Append(':');
            isFirstLineOpen = false;
            switch (value)
            {
                case KubernetesMap { Count: > 0 } inner:
                    text.Append('\n');
                    WriteMap(text, inner, indent + 2);
                    break;
                case KubernetesList { Items.Count: > 0 } list:
                    text.Append('\n');
                    WriteList(text, list, indent);
                    break;
                default:
                    text.Append(' ').Append(Inline(value, indent + 2)).Append('\n');
                    break;
            }
        }
    }

    private static void WriteList(StringBuilder text, KubernetesList list, int indent, bool isFirstLineOpen = false)
    {
        foreach (var item in list.Items)
        {
            text.Append(' ', isFirstLineOpen ? 0 : indent).Append("- ");
            isFirstLineOpen = false;
            switch (item)
            {
                case KubernetesMap { Count: > 0 } map:
                    WriteMap(text, map, indent + 2, isFirstLineOpen: true);
                    break;
                case KubernetesList { Items.Count: > 0 } inner:
                    WriteList(text, inner, indent + 2, isFirstLineOpen: true);
                    break;
                default:
                    text.Append(Inline(item, indent + 2)).Append('\n');
                    break;
            }
        }
    }

    private static string Inline(KubernetesNode node, int indent) => node switch
    {
        KubernetesText scalar => ScalarText.Value(scalar.Value, indent),
        KubernetesNumber number => number.Value.ToString(CultureInfo.InvariantCulture),
        KubernetesFlag flag => flag.Value ? "true" : "false",
        KubernetesMap => "{}",
        KubernetesList => "[]",
        _ => throw new ArgumentException($"{node.GetType().Name} is not a Kubernetes value.", nameof(node)),
    };
}
