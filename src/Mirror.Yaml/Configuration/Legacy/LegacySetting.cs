namespace Mirror.Yaml.Configuration.Legacy;

/// <summary>A setting that a translation writes, with a value that is plain text in YAML.</summary>
internal sealed record LegacySetting(string Key, string Value);
