using Mirror.Yaml.Parsing;

namespace Mirror.Yaml.Kubernetes;

/// <summary>Reads the texts of a Kubernetes ConfigMap from YAML.</summary>
public static class ConfigMapReader
{
    /// <summary>The members of <c>data</c> that are texts; null when there is no such mapping, or a problem was reported.</summary>
    public static IReadOnlyDictionary<string, string>? ReadData(ReadOnlySpan<byte> yaml, string fileName, DiagnosticBag diagnostics)
    {
        if (YamlText.Decode(yaml, fileName, diagnostics) is not { } text
            || !YamlTreeReader.TryRead(text, fileName, diagnostics, out var root)
            || root is not YamlMapping map
            || map.Entries.LastOrDefault(entry => entry.Key is YamlScalar { Value: "data" })?.Value is not YamlMapping data)
        {
            return null;
        }

        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in data.Entries)
        {
            if (entry is { Key: YamlScalar key, Value: YamlScalar value })
            {
                members[key.Value] = value.Value;
            }
        }

        return members;
    }
}
