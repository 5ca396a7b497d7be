namespace Mirror.Oci.Registry.Configuration.Toml;

/// <summary>One key of a table, with the place of the key.</summary>
internal sealed record TomlEntry(string Key, SourceSpan KeySpan, TomlValue Value);
