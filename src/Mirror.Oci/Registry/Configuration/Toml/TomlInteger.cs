namespace Mirror.Oci.Registry.Configuration.Toml;

internal sealed class TomlInteger(long value, SourceSpan span) : TomlValue(span)
{
    public long Value { get; } = value;

    public override string Kind => "an integer";
}
