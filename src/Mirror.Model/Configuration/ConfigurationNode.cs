using System.Text;

namespace Mirror.Model.Configuration;

/// <summary>
/// Something that was written in a configuration file, with its place. Places are not part of equality: two files that say the same are equal.
/// </summary>
public abstract record ConfigurationNode
{
    /// <summary>Where the node starts; empty for a node that was made in code.</summary>
    public SourceSpan Span { get; init; } = SourceSpan.At("", 0, 0);

    /// <summary>Places of the fields by the key of the schema: of the value if it is a scalar, else of the key.</summary>
    public IReadOnlyDictionary<string, SourceSpan> FieldSpans { get; init; } = System.Collections.Frozen.FrozenDictionary<string, SourceSpan>.Empty;

    /// <summary>The place of <paramref name="field"/>, or of the node when the field is not written.</summary>
    public SourceSpan SpanOf(string field) => FieldSpans.TryGetValue(field, out var span) ? span : Span;

    /// <inheritdoc/>
    public virtual bool Equals(ConfigurationNode? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>Places would drown the values.</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => false;
}
