namespace Mirror.Charts.Yaml;

/// <summary>The two ways in which Helm writes YAML.</summary>
internal enum YamlStyle
{
    /// <summary><c>toYaml</c>: lists are not indented in their mapping, long lines are folded.</summary>
    Compact,

    /// <summary><c>toYamlPretty</c>: lists are indented, lines are as long as they are.</summary>
    Pretty,
}
