namespace Mirror.Yaml.Parsing;

/// <summary>A key and its value; the key may be any node, as YAML has it.</summary>
internal sealed record YamlEntry(YamlNode Key, YamlNode Value);
