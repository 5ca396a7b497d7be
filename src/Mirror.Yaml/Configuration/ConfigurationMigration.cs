using Mirror.Yaml.Configuration.Legacy;

namespace Mirror.Yaml.Configuration;

/// <summary>Writes a configuration of oc-mirror v1 as one of <c>v2alpha1</c>.</summary>
public static class ConfigurationMigration
{
    /// <summary>
    /// The file in <c>v2alpha1</c>, which reads as exactly the same configuration; null if a problem was reported. A file that is no longer one of v1 stays
    /// as it is.
    /// </summary>
    public static MigratedConfiguration? Migrate(ReadOnlySpan<byte> utf8, string fileName, DiagnosticBag diagnostics)
    {
        if (YamlText.Decode(utf8, fileName, diagnostics) is not { } decoded
            || YamlText.Check(decoded, fileName, diagnostics) is not { } text
            || Read(text, fileName, diagnostics) is not { } configuration)
        {
            return null;
        }

        if (!YamlTreeReader.TryRead(text, fileName, [], out var root) || root is not YamlMapping mapping || !LegacyTranslator.IsLegacy(mapping))
        {
            return new MigratedConfiguration(decoded, IsChanged: false, KeepsComments: true);
        }

        var translation = LegacyTranslator.Translate(new ReadContext(fileName, []), mapping);
        if (EditedText.Of(text, translation.Edits) is { } edited && IsSame(edited))
        {
            return new MigratedConfiguration(edited, IsChanged: true, KeepsComments: true);
        }

        var rewritten = YamlTreeWriter.Write(translation.Root);
        return IsSame(rewritten)
            ? new MigratedConfiguration(rewritten, IsChanged: true, KeepsComments: false)
            : throw new InvalidOperationException($"The translation of '{fileName}' does not read as the file does.");

        bool IsSame(string migrated) =>
            YamlTreeReader.TryRead(migrated, fileName, [], out var tree)
            && tree is YamlMapping top
            && !LegacyTranslator.IsLegacy(top)
            && configuration.Equals(Read(migrated, fileName, []));
    }

    // The kind decides; a file without one is reported as an ImageSetConfiguration.
    private static ContentConfiguration? Read(string text, string fileName, DiagnosticBag diagnostics) => ConfigurationKind.IsDelete(text)
        ? DeleteImageSetConfigurationReader.Read(text, fileName, diagnostics)
        : ImageSetConfigurationReader.Read(text, fileName, diagnostics);
}
