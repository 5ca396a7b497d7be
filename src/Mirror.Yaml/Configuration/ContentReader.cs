using Mirror.Yaml.Configuration.Legacy;

namespace Mirror.Yaml.Configuration;

/// <summary>The parts of reading that both kinds of configuration share: the head of the file, and the sections.</summary>
internal static class ContentReader
{
    /// <summary>The top of the file; null if it is not a configuration of the kind, which has been reported.</summary>
    public static SettingMap? Open(ReadContext context, YamlNode? root, SettingSchema schema)
    {
        switch (root)
        {
            case null or YamlScalar { IsNull: true }:
                context.Report(MirrorErrors.ConfigurationEmpty, context.FileStart, $"The file holds nothing; expected a configuration of kind '{schema.Name}'.");
                return null;
            case YamlMapping mapping when IsOfKind(context, mapping, schema):
                var top = SettingMap.Open(context, LegacyTranslator.IsLegacy(mapping) ? LegacyTranslator.Translate(context, mapping).Root : mapping, schema);
                CheckVersion(context, top);
                return top;
            case YamlMapping:
                return null;
            default:
                context.Report(MirrorErrors.WrongType, root.Span, $"The file expects settings (key: value) at its top, but found {root.Kind}.");
                return null;
        }
    }

    /// <summary>The settings under <c>mirror</c> or <c>delete</c>; null if there are none. With nothing after it, the key is allowed.</summary>
    public static SettingMap? OpenContent(ReadContext context, SettingMap top, string key, SettingSchema schema)
    {
        if (!top.Has(key) && !top.IsMisspelt(key))
        {
            context.Report(MirrorErrors.MissingSetting, top.Span, $"The configuration needs '{key}'.");
        }

        return top.Settings(context, key, schema);
    }

    public static T ReadSections<T>(ReadContext context, SettingMap content, T configuration)
        where T : ContentConfiguration => configuration with
        {
            Platform = PlatformSectionReader.Read(context, content),
            Operators = OperatorsReader.Read(context, content),
            AdditionalImages = ImagesReader.ReadAdditional(context, content),
            Helm = HelmSectionReader.Read(context, content),
            Samples = ImagesReader.ReadSamples(context, content),
        };

    public static void CheckNotEmpty(ReadContext context, SettingMap top, string key, ContentConfiguration configuration)
    {
        if (!context.HasErrors && configuration.Sources.Count == 0)
        {
            context.Report(MirrorErrors.NothingToMirror, top.KeySpan(key), $"'{key}' names no content.");
        }
    }

    // A file of another kind would only give a heap of unknown settings, so nothing else is said about it.
    private static bool IsOfKind(ReadContext context, YamlMapping mapping, SettingSchema schema)
    {
        var entry = mapping.Entries.FirstOrDefault(e => e.Key is YamlScalar key && key.Value.Equals("kind", StringComparison.OrdinalIgnoreCase));
        switch (entry?.Value)
        {
            case null:
                context.Report(MirrorErrors.MissingSetting, mapping.Span, $"The configuration needs 'kind: {schema.Name}'.");
                return true;
            case YamlScalar { IsNull: true } or YamlScalar { Value.Length: 0 }:
                context.Report(MirrorErrors.MissingSetting, entry.Key.Span, $"'kind' is empty; expected '{schema.Name}'.");
                return true;
            case YamlScalar scalar when scalar.Value == schema.Name:
                return true;
            case YamlScalar scalar:
                context.Report(MirrorErrors.WrongKind, scalar.Span, $"The file is of kind '{scalar.Value}'; expected '{schema.Name}'.");
                return false;
            case var other:
                context.Report(MirrorErrors.WrongType, other.Span, $"'kind' expects text, but found {other.Kind}.");
                return true;
        }
    }

    private static void CheckVersion(ReadContext context, SettingMap top)
    {
        var scalar = top.Scalar(context, "apiVersion");
        if (scalar is null)
        {
            if (top.Find("apiVersion") is null)
            {
                context.Report(MirrorErrors.ApiVersionNotCurrent, top.KeySpan("apiVersion"), $"There is no 'apiVersion'; the file is read as '{ApiVersions.Current}'.");
            }

            return;
        }

        if (scalar.Value != ApiVersions.Current)
        {
            context.Report(MirrorErrors.ApiVersionNotCurrent, scalar.Span, $"'{scalar.Value}' is not known; the file is read as '{ApiVersions.Current}'.");
        }
    }
}
