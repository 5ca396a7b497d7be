namespace Mirror.Yaml.Configuration;

/// <summary>
/// Settings of one schema as they stand in the file: known keys only, merge keys resolved. Keys are taken in any letter case, as oc-mirror does
/// (SPEC 1.1.7). Opening reports everything that is wrong with the keys.
/// </summary>
internal sealed class SettingMap
{
    private readonly ReadContext _context;
    private readonly SettingSchema _schema;
    private readonly Dictionary<string, YamlEntry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _misspelt = new(StringComparer.Ordinal);

    private SettingMap(ReadContext context, SettingSchema schema, SourceSpan span)
    {
        _context = context;
        _schema = schema;
        Span = span;
    }

    public SourceSpan Span { get; }

    public string Name => _schema.Name;

    /// <summary>As <see cref="ConfigurationNode.FieldSpans"/> wants them.</summary>
    public IReadOnlyDictionary<string, SourceSpan> FieldSpans => _entries.ToDictionary(
        pair => pair.Key,
        pair => pair.Value.Value is YamlScalar { IsNull: false } ? pair.Value.Value.Span : pair.Value.Key.Span,
        StringComparer.Ordinal);

    public static SettingMap Open(ReadContext context, YamlMapping mapping, SettingSchema schema)
    {
        var map = new SettingMap(context, schema, mapping.Span);
        map.Take(mapping, isMerged: false);
        return map;
    }

    /// <summary>Null if the key is not there, or has nothing after it.</summary>
    public YamlNode? Find(string key) =>
        _entries.TryGetValue(key, out var entry) && entry.Value is not YamlScalar { IsNull: true } ? entry.Value : null;

    /// <summary>Whether the key is there, even with nothing after it.</summary>
    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>Whether an unknown key was reported as probably meaning this one, so that nobody needs to hear that it is missing.</summary>
    public bool IsMisspelt(string key) => _misspelt.Contains(key);

    /// <summary>The place of the key, or of the settings when there is no such key.</summary>
    public SourceSpan KeySpan(string key) => _entries.TryGetValue(key, out var entry) ? entry.Key.Span : Span;

    private void Take(YamlMapping mapping, bool isMerged)
    {
        var own = new Dictionary<string, YamlScalar>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key is not YamlScalar key)
            {
                _context.Report(MirrorErrors.WrongType, entry.Key.Span, $"A key of '{Name}' must be text, but is {entry.Key.Kind}.");
            }
            else if (key is not { IsPlain: true, Value: "<<" } && Resolve(key) is { } known)
            {
                Add(known, key, entry, own, isMerged);
            }
        }

        foreach (var entry in mapping.Entries.Where(entry => entry.Key is YamlScalar { IsPlain: true, Value: "<<" }))
        {
            Merge(entry.Value);
        }
    }

    private void Add(string known, YamlScalar key, YamlEntry entry, Dictionary<string, YamlScalar> own, bool isMerged)
    {
        if (own.TryGetValue(known, out var first))
        {
            _context.Report(
                MirrorErrors.DuplicateSetting,
                key.Span,
                first.Value == key.Value
                    ? $"'{key.Value}' is already set in line {first.Span.Line}."
                    : $"'{key.Value}' is the same setting as '{first.Value}' in line {first.Span.Line}.");
            return;
        }

        own[known] = key;
        if (!isMerged || !_entries.ContainsKey(known))
        {
            _entries[known] = entry;
        }
    }

    // What a mapping says itself goes before what it merges; of several merged ones the first wins.
    private void Merge(YamlNode value)
    {
        switch (value)
        {
            case YamlMapping mapping:
                Take(mapping, isMerged: true);
                break;
            case YamlSequence sequence when sequence.Items.All(item => item is YamlMapping):
                foreach (var item in sequence.Items)
                {
                    Take((YamlMapping)item, isMerged: true);
                }

                break;
            default:
                _context.Report(MirrorErrors.WrongType, value.Span, $"'<<' expects settings or a list of settings, but found {value.Kind}.");
                break;
        }
    }

    private string? Resolve(YamlScalar key)
    {
        var text = key.Value;
        if (_schema.Keys.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        if (_schema.Keys.FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return known;
        }

        if (_schema.Removed.TryGetValue(text, out var advice))
        {
            _context.Report(MirrorErrors.RemovedSetting, key.Span, $"'{text}' is a setting of an older API version; {advice}.");
        }
        else if (_schema.Misplaced.TryGetValue(text, out var explanation))
        {
            _context.Report(MirrorErrors.UnknownSetting, key.Span, $"'{text}' is not a setting of '{Name}'; {explanation}.");
        }
        else
        {
            var nearest = NearestName.Find(text, _schema.Keys);
            _misspelt.Add(nearest ?? "");
            var expected = nearest is null ? $"known are {string.Join(", ", _schema.Keys.Select(k => $"'{k}'"))}" : $"did you mean '{nearest}'?";
            _context.Report(
                MirrorErrors.UnknownSetting,
                key.Span,
                $"'{Shorten(text)}' is not a setting of '{Name}'; {expected}{(nearest is null ? "." : "")}");
        }

        return null;
    }

    private static string Shorten(string text)
    {
        const int Longest = 60;
        return text.Length <= Longest ? text : text[..Longest] + "...";
    }
}
