namespace Mirror.Oci.Registry.Configuration.Toml;

internal sealed class TomlBoolean(bool value, SourceSpan span) : TomlValue(span)
{
    public bool Value { get; } = value;

    public override string Kind => "a boolean";
}
