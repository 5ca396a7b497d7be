namespace Mirror.Yaml.Kubernetes;

/// <summary>A list, in the order given.</summary>
public sealed class KubernetesList(IEnumerable<KubernetesNode> items) : KubernetesNode
{
    /// <summary>A list of texts.</summary>
    public KubernetesList(IEnumerable<string> items)
        : this(items.Select(FromString))
    {
    }

    /// <summary>The items.</summary>
    public IReadOnlyList<KubernetesNode> Items { get; } = [.. items];
}
