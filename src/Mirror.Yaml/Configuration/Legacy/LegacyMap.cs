namespace Mirror.Yaml.Configuration.Legacy;

/// <summary>
/// Settings on their way from an older API version to v2alpha1: what is asked of it changes its entries and is kept as an edit of the file. Keys are found in
/// any letter case, as v1 did. Entries of a wrong form are left alone, because reading reports them.
/// </summary>
internal sealed class LegacyMap(YamlMapping mapping, ICollection<LegacyEdit> edits)
{
    private readonly List<YamlEntry> _entries = [.. mapping.Entries];

    public SourceSpan Span => mapping.Span;

    public YamlEntry? Find(string key) =>
        _entries.Find(entry => entry.Key is YamlScalar scalar && scalar.Value == key)
        ?? _entries.Find(entry => entry.Key is YamlScalar scalar && scalar.Value.Equals(key, StringComparison.OrdinalIgnoreCase));

    public YamlScalar? Scalar(string key) => Find(key)?.Value as YamlScalar is { IsNull: false, Value.Length: > 0 } scalar ? scalar : null;

    public bool? Flag(string key) => Find(key)?.Value is YamlScalar { IsPlain: true } scalar && YamlBoolean.TryParse(scalar.Value, out var value) ? value : null;

    public void Rename(YamlEntry entry, string key)
    {
        var old = (YamlScalar)entry.Key;
        edits.Add(new LegacyEdit.Rewrite(old, key));
        _entries[_entries.IndexOf(entry)] = entry with { Key = old with { Value = key } };
    }

    public void Rewrite(YamlEntry entry, string value)
    {
        var old = (YamlScalar)entry.Value;
        edits.Add(new LegacyEdit.Rewrite(old, value));
        _entries[_entries.IndexOf(entry)] = entry with { Value = new YamlScalar(old.Span, value, IsPlain: true) };
    }

    public void Replace(YamlEntry entry, params ValueList<LegacySetting> with)
    {
        edits.Add(new LegacyEdit.Replace(mapping, entry, with));
        var index = _entries.IndexOf(entry);
        _entries.RemoveAt(index);
        _entries.InsertRange(index, with.Select(setting => Entry(setting, entry.Key.Span, entry.Value.Span)));
    }

    public void Remove(YamlEntry entry) => Replace(entry);

    public void Add(LegacySetting setting)
    {
        edits.Add(new LegacyEdit.Add(mapping, setting));
        _entries.Insert(Math.Min(1, _entries.Count), Entry(setting, mapping.Span, mapping.Span));
    }

    /// <summary>Translates the settings under a key.</summary>
    public void Under(string key, Func<YamlMapping, YamlMapping> translate)
    {
        if (Find(key) is { Value: YamlMapping inner } entry)
        {
            _entries[_entries.IndexOf(entry)] = entry with { Value = translate(inner) };
        }
    }

    /// <summary>Translates each of the settings in a list.</summary>
    public void Each(string key, Func<YamlMapping, YamlMapping> translate)
    {
        if (Find(key) is { Value: YamlSequence list } entry)
        {
            var items = list.Items.Select(item => item is YamlMapping inner ? translate(inner) : item);
            _entries[_entries.IndexOf(entry)] = entry with { Value = new YamlSequence(list.Span, [.. items]) };
        }
    }

    /// <summary>Settings that are merged in have the same schema.</summary>
    public void Merged(Func<YamlMapping, YamlMapping> translate)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            if (_entries[i] is { Key: YamlScalar { IsPlain: true, Value: "<<" } } entry)
            {
                _entries[i] = entry.Value switch
                {
                    YamlMapping inner => entry with { Value = translate(inner) },
                    YamlSequence list => entry with { Value = new YamlSequence(list.Span, [.. list.Items.Select(item => item is YamlMapping inner ? translate(inner) : item)]) },
                    _ => entry,
                };
            }
        }
    }

    public YamlMapping ToMapping() => new(mapping.Span, _entries);

    private static YamlEntry Entry(LegacySetting setting, SourceSpan key, SourceSpan value) =>
        new(new YamlScalar(key, setting.Key, IsPlain: true), new YamlScalar(value, setting.Value, IsPlain: true));
}
