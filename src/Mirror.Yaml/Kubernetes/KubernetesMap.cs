using System.Collections;

namespace Mirror.Yaml.Kubernetes;

/// <summary>Keys and values; always in ordinal order of the keys, whatever order they were added in.</summary>
public sealed class KubernetesMap : KubernetesNode, IEnumerable<KeyValuePair<string, KubernetesNode>>
{
    private const int MaxKeyLength = 1000;

    private readonly SortedDictionary<string, KubernetesNode> _entries = new(StringComparer.Ordinal);

    /// <summary>The number of keys.</summary>
    public int Count => _entries.Count;

    /// <summary>The value of <paramref name="key"/>; YAML allows simple keys of up to 1024 characters only, quotes and escapes included.</summary>
    public KubernetesNode this[string key]
    {
        get => _entries[key];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, MaxKeyLength, nameof(key));
            _entries[key] = value;
        }
    }

    /// <summary>Sets <paramref name="key"/> unless there is nothing to set: an absent field and a field of null are one to Kubernetes.</summary>
    public KubernetesMap Add(string key, KubernetesNode? value)
    {
        if (value is not null)
        {
            this[key] = value;
        }

        return this;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, KubernetesNode>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
