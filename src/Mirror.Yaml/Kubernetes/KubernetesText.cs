namespace Mirror.Yaml.Kubernetes;

/// <summary>A text; quoted in YAML only where it would be read as something else.</summary>
public sealed class KubernetesText(string value) : KubernetesNode
{
    /// <summary>Any text, line breaks included.</summary>
    public string Value { get; } = value;
}
