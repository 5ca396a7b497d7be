namespace Mirror.Yaml.Parsing;

/// <summary>What a configuration may be at most; each bound is far above what people write.</summary>
internal static class YamlLimits
{
    public const int MaxBytes = 4 * 1024 * 1024;

    public const int MaxDepth = 64;

    /// <summary>Nodes that aliases stand for, written out.</summary>
    public const long MaxAliasedNodes = 100_000;

    public const int MaxDiagnostics = 500;
}
