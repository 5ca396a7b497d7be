namespace Mirror.Yaml.Kubernetes;

/// <summary>A value of a Kubernetes object: map, list, text, number or boolean. Texts, numbers and booleans convert by themselves.</summary>
public abstract class KubernetesNode
{
    private protected KubernetesNode()
    {
    }

    /// <summary>A text.</summary>
    public static KubernetesNode FromString(string value) => new KubernetesText(value);

    /// <summary>A number.</summary>
    public static KubernetesNode FromInt64(long value) => new KubernetesNumber(value);

    /// <summary>A boolean.</summary>
    public static KubernetesNode FromBoolean(bool value) => new KubernetesFlag(value);

    /// <summary>A text.</summary>
    public static implicit operator KubernetesNode(string value) => FromString(value);

    /// <summary>A number.</summary>
    public static implicit operator KubernetesNode(long value) => FromInt64(value);

    /// <summary>A boolean.</summary>
    public static implicit operator KubernetesNode(bool value) => FromBoolean(value);
}
