namespace Mirror.Charts.Yaml;

/// <summary>How large a YAML document may be, counted after its aliases are followed.</summary>
internal static class YamlLimits
{
    public const int MaxNodes = 2_000_000;
    public const int MaxDepth = 400;
}
