namespace Mirror.Yaml.Kubernetes;

/// <summary>A whole number.</summary>
public sealed class KubernetesNumber(long value) : KubernetesNode
{
    /// <summary>The number.</summary>
    public long Value { get; } = value;
}
