using Mirror.Yaml.Configuration.Legacy;

namespace Mirror.Yaml.Configuration;

/// <summary>Tells configurations of the two kinds apart before they are read.</summary>
public static class ConfigurationKind
{
    /// <summary>Whether the file calls itself a DeleteImageSetConfiguration; what can't be read does not.</summary>
    public static bool IsDelete(ReadOnlySpan<byte> utf8) => YamlText.Decode(utf8, "", []) is { } text && IsDelete(text);

    internal static bool IsDelete(string text) =>
        YamlTreeReader.TryRead(text, "", [], out var root)
        && root is YamlMapping mapping
        && new LegacyMap(mapping, []).Scalar("kind")?.Value == Schemas.Delete.Name;
}
