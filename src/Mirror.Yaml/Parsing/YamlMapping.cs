namespace Mirror.Yaml.Parsing;

/// <summary>Keys and values in the order of the file; keys may repeat.</summary>
internal sealed record YamlMapping(SourceSpan Span, IReadOnlyList<YamlEntry> Entries) : YamlNode(Span)
{
    public override long Weight { get; } = 1 + Entries.Sum(entry => entry.Key.Weight + entry.Value.Weight);

    public override int Depth { get; } = 1 + Entries.Select(entry => Math.Max(entry.Key.Depth, entry.Value.Depth)).DefaultIfEmpty().Max();

    public override string Kind => "settings (key: value)";
}
