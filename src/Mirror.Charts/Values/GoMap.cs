using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Mirror.Charts.Values;

/// <summary>A Go map with string keys. Shared by reference, as in Go; walks its keys in byte order, as text/template does.</summary>
internal sealed class GoMap : IEnumerable<KeyValuePair<string, object?>>
{
    /// <summary>What YAML, JSON and <c>dict</c> make.</summary>
    public const string AnyType = "map[string]interface {}";

    /// <summary>What <c>split</c> makes; a missing key reads as an empty string.</summary>
    public const string TextType = "map[string]string";

    /// <summary>What <c>.Values</c> is; has a few methods of its own.</summary>
    public const string ValuesType = "chartutil.Values";

    private readonly Dictionary<string, object?> _entries;
    private string[]? _sortedKeys;

    public GoMap(int capacity = 0) => _entries = new Dictionary<string, object?>(capacity, StringComparer.Ordinal);

    private GoMap(Dictionary<string, object?> entries) => _entries = entries;

    /// <summary>Settable, because Helm calls the same map <c>map[string]interface {}</c> and <c>chartutil.Values</c>.</summary>
    public string GoType { get; set; } = AnyType;

    public int Count => _entries.Count;

    /// <summary>Of a key that is not there, under the option <c>missingkey=zero</c> that Helm sets.</summary>
    public object? ZeroValue => GoType == TextType ? "" : null;

    public object? this[string key]
    {
        get => _entries[key];
        set
        {
            if (_sortedKeys is not null && !_entries.ContainsKey(key))
            {
                _sortedKeys = null;
            }

            _entries[key] = value;
        }
    }

    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    public bool TryGet(string key, out object? value) => _entries.TryGetValue(key, out value);

    public bool TryGetMap(string key, [NotNullWhen(true)] out GoMap? map)
    {
        map = _entries.GetValueOrDefault(key) as GoMap;
        return map is not null;
    }

    public void Remove(string key)
    {
        if (_entries.Remove(key))
        {
            _sortedKeys = null;
        }
    }

    /// <summary>A snapshot: entries may be set and removed while it is walked.</summary>
    public IReadOnlyList<string> SortedKeys()
    {
        if (_sortedKeys is null)
        {
            _sortedKeys = [.. _entries.Keys];
            Array.Sort(_sortedKeys, StringComparer.Ordinal);
        }

        return _sortedKeys;
    }

    public GoMap ShallowCopy() => new(new Dictionary<string, object?>(_entries, StringComparer.Ordinal)) { GoType = GoType };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        foreach (var key in SortedKeys())
        {
            if (_entries.TryGetValue(key, out var value))
            {
                yield return new KeyValuePair<string, object?>(key, value);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
