namespace Mirror.Yaml.Parsing;

/// <summary>
/// A node of a YAML document with its place. A node that aliases refer to occurs in several places of the tree, as the same object.
/// <see cref="Weight"/> and <see cref="Depth"/> count what is below, aliases written out, so that a walk over the tree is bounded.
/// </summary>
internal abstract record YamlNode(SourceSpan Span)
{
    public virtual long Weight => 1;

    public virtual int Depth => 1;

    /// <summary>For messages: what kind of node somebody has written.</summary>
    public abstract string Kind { get; }
}
