namespace Mirror.Oci.Registry.Configuration.Toml;

internal sealed class TomlString(string value, SourceSpan span) : TomlValue(span)
{
    public string Value { get; } = value;

    public override string Kind => "a string";
}
