using System.Diagnostics.CodeAnalysis;

namespace Mirror.Oci.Registry.Configuration.Toml;

/// <summary>A table; its entries are in the order of the file.</summary>
internal sealed class TomlTable(TomlTableOrigin origin, SourceSpan span) : TomlValue(span)
{
    private readonly Dictionary<string, TomlEntry> _byKey = new(StringComparer.Ordinal);
    private readonly List<TomlEntry> _entries = [];

    public TomlTableOrigin Origin { get; set; } = origin;

    public IReadOnlyList<TomlEntry> Entries => _entries;

    public override string Kind => "a table";

    public bool TryGet(string key, [NotNullWhen(true)] out TomlEntry? entry) => _byKey.TryGetValue(key, out entry);

    /// <summary>False if the key is there already.</summary>
    public bool TryAdd(TomlEntry entry)
    {
        if (!_byKey.TryAdd(entry.Key, entry))
        {
            return false;
        }

        _entries.Add(entry);
        return true;
    }
}
