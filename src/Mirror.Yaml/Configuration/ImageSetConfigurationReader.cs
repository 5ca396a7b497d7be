namespace Mirror.Yaml.Configuration;

/// <summary>Reads an ImageSetConfiguration; everything that is wrong with the file is reported in one go, at its place.</summary>
public static class ImageSetConfigurationReader
{
    /// <summary>The configuration, or null if an error was reported. <paramref name="fileName"/> is the path as the user gave it.</summary>
    public static ImageSetConfiguration? Read(ReadOnlySpan<byte> utf8, string fileName, DiagnosticBag diagnostics) =>
        YamlText.Decode(utf8, fileName, diagnostics) is { } text ? Read(text, fileName, diagnostics) : null;

    /// <summary>The configuration, or null if an error was reported.</summary>
    public static ImageSetConfiguration? Read(string text, string fileName, DiagnosticBag diagnostics)
    {
        if (!YamlTreeReader.TryRead(text, fileName, diagnostics, out var root))
        {
            return null;
        }

        var context = new ReadContext(fileName, diagnostics);
        if (ContentReader.Open(context, root, Schemas.ImageSet) is not { } top)
        {
            return null;
        }

        var configuration = new ImageSetConfiguration
        {
            Span = top.Span,
            FieldSpans = top.FieldSpans,
            ArchiveSize = ReadArchiveSize(context, top),
            Storage = ReceiptStorageReader.Read(context, top),
        };
        if (ContentReader.OpenContent(context, top, "mirror", Schemas.MirrorContent) is { } content)
        {
            configuration = ContentReader.ReadSections(context, content, configuration) with { BlockedImages = ImagesReader.ReadBlocked(context, content) };
        }

        ContentReader.CheckNotEmpty(context, top, "mirror", configuration);
        return context.HasErrors ? null : configuration;
    }

    private static long? ReadArchiveSize(ReadContext context, SettingMap top)
    {
        const long Most = long.MaxValue >> 30;
        var size = top.Integer(context, "archiveSize");
        if (size is >= 0 and <= Most or null)
        {
            return size;
        }

        context.Report(MirrorErrors.BadValue, top.Find("archiveSize")!.Span, $"'archiveSize' is {size}; expected a size in GiB, or 0 for {ImageSetConfiguration.DefaultArchiveSize}.");
        return null;
    }
}
