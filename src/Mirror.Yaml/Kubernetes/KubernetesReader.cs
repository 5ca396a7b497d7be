using System.Globalization;
using Mirror.Yaml.Parsing;

namespace Mirror.Yaml.Kubernetes;

/// <summary>Reads a Kubernetes object that people have written, to add to it. What no such object has (keys twice, fractions) is refused, not guessed at.</summary>
public static class KubernetesReader
{
    private const int MaxWeight = 100_000;

    /// <summary>The object of a file with one document; null if a problem was reported.</summary>
    /// <param name="code">What problems of the object are reported as; those of YAML itself have codes of their own.</param>
    public static KubernetesMap? Read(ReadOnlySpan<byte> yaml, string fileName, ErrorCode code, DiagnosticBag diagnostics)
    {
        if (YamlText.Decode(yaml, fileName, diagnostics) is not { } text || !YamlTreeReader.TryRead(text, fileName, diagnostics, out var root))
        {
            return null;
        }

        if (root is not YamlMapping map || root.Weight > MaxWeight)
        {
            diagnostics.Report(code, root?.Span ?? SourceSpan.At(fileName, 1, 1), $"'{fileName}' is not a Kubernetes object; expected fields such as 'kind: CatalogSource'.");
            return null;
        }

        return Map(map, code, diagnostics);
    }

    private static KubernetesMap? Map(YamlMapping mapping, ErrorCode code, DiagnosticBag diagnostics)
    {
        var map = new KubernetesMap();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var isWhole = true;
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key is not YamlScalar { IsNull: false } key || !seen.Add(key.Value))
            {
                diagnostics.Report(code, entry.Key.Span, $"{entry.Key.Kind} cannot be a key here, or stands twice; expected each field once.");
                isWhole = false;
            }
            else if (entry.Value is YamlScalar { IsNull: true })
            {
                // To Kubernetes, a field of null is one that is absent.
            }
            else if (Node(entry.Value, code, diagnostics) is { } value)
            {
                map[key.Value] = value;
            }
            else
            {
                isWhole = false;
            }
        }

        return isWhole ? map : null;
    }

    private static KubernetesNode? Node(YamlNode node, ErrorCode code, DiagnosticBag diagnostics) => node switch
    {
        YamlMapping mapping => Map(mapping, code, diagnostics),
        YamlSequence sequence => List(sequence, code, diagnostics),
        YamlScalar scalar => Scalar(scalar, code, diagnostics),
        _ => null,
    };

    private static KubernetesList? List(YamlSequence sequence, ErrorCode code, DiagnosticBag diagnostics)
    {
        var items = sequence.Items.Select(item => Node(item, code, diagnostics)).ToList();
        return items.Contains(null) ? null : new KubernetesList(items!);
    }

    private static KubernetesNode? Scalar(YamlScalar scalar, ErrorCode code, DiagnosticBag diagnostics)
    {
        if (!scalar.IsPlain)
        {
            return scalar.Value;
        }

        if (scalar.Value is "true" or "True" or "TRUE" or "false" or "False" or "FALSE")
        {
            return scalar.Value[0] is 't' or 'T';
        }

        if (long.TryParse(scalar.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && scalar.Value.Any(char.IsAsciiDigit))
        {
            diagnostics.Report(code, scalar.Span, $"'{scalar.Value}' is a number with a fraction or exponent, which no field of the object has; write quotes around it if it is a text.");
            return null;
        }

        return scalar.Value;
    }
}
