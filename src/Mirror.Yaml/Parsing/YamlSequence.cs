namespace Mirror.Yaml.Parsing;

/// <summary>A list.</summary>
internal sealed record YamlSequence(SourceSpan Span, IReadOnlyList<YamlNode> Items) : YamlNode(Span)
{
    public override long Weight { get; } = 1 + Items.Sum(item => item.Weight);

    public override int Depth { get; } = 1 + Items.Select(item => item.Depth).DefaultIfEmpty().Max();

    public override string Kind => "a list";
}
