namespace Mirror.Oci.Registry.Configuration.Toml;

/// <summary>One part of a key.</summary>
internal sealed record TomlKey(string Name, SourceSpan Span);
