namespace Mirror.Model.Configuration;

/// <summary>What became of a field; null stands for a field that is not set. <see cref="Span"/> is the place to look at in the configuration.</summary>
public sealed record FieldChange(string Path, string? OldValue, string? NewValue, SourceSpan? Span)
{
    /// <summary>For people: <c>maxVersion 4.20.8 -> 4.20.9</c>.</summary>
    public override string ToString() => $"{Path} {OldValue ?? "(not set)"} -> {NewValue ?? "(not set)"}";
}
