namespace Mirror.Oci.Registry.Configuration.Toml;

/// <summary>A value and the place where it starts.</summary>
internal abstract class TomlValue(SourceSpan span)
{
    public SourceSpan Span { get; } = span;

    /// <summary>For messages: "a string", "a table".</summary>
    public abstract string Kind { get; }
}
