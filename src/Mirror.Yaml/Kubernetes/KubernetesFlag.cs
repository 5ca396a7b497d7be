namespace Mirror.Yaml.Kubernetes;

/// <summary>A boolean.</summary>
public sealed class KubernetesFlag(bool value) : KubernetesNode
{
    /// <summary>The boolean.</summary>
    public bool Value { get; } = value;
}
