namespace Mirror.Yaml.Configuration;

/// <summary>Reads a DeleteImageSetConfiguration, by the same rules as an ImageSetConfiguration.</summary>
public static class DeleteImageSetConfigurationReader
{
    /// <summary>The configuration, or null if an error was reported. <paramref name="fileName"/> is the path as the user gave it.</summary>
    public static DeleteImageSetConfiguration? Read(ReadOnlySpan<byte> utf8, string fileName, DiagnosticBag diagnostics) =>
        YamlText.Decode(utf8, fileName, diagnostics) is { } text ? Read(text, fileName, diagnostics) : null;

    /// <summary>The configuration, or null if an error was reported.</summary>
    public static DeleteImageSetConfiguration? Read(string text, string fileName, DiagnosticBag diagnostics)
    {
        if (!YamlTreeReader.TryRead(text, fileName, diagnostics, out var root))
        {
            return null;
        }

        var context = new ReadContext(fileName, diagnostics);
        if (ContentReader.Open(context, root, Schemas.Delete) is not { } top)
        {
            return null;
        }

        var configuration = new DeleteImageSetConfiguration { Span = top.Span, FieldSpans = top.FieldSpans };
        if (ContentReader.OpenContent(context, top, "delete", Schemas.DeleteContent) is { } content)
        {
            configuration = ContentReader.ReadSections(context, content, configuration);
        }

        ContentReader.CheckNotEmpty(context, top, "delete", configuration);
        return context.HasErrors ? null : configuration;
    }
}
