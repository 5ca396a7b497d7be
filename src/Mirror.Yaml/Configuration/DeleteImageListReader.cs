namespace Mirror.Yaml.Configuration;

/// <summary>Reads a plan of deletion, of oc-mirror or our own.</summary>
public static class DeleteImageListReader
{
    /// <summary>Bytes that a plan may have: four lines for each image of a large mirror, half a million in all.</summary>
    public const int MaxBytes = 128 * 1024 * 1024;

    /// <summary>The plan, or null if an error was reported. <paramref name="fileName"/> is the path as the user gave it.</summary>
    public static DeleteImageList? Read(ReadOnlySpan<byte> utf8, string fileName, DiagnosticBag diagnostics)
    {
        if (YamlText.Decode(utf8, fileName, diagnostics, MaxBytes) is not { } text
            || !YamlTreeReader.TryRead(text, fileName, diagnostics, out var root, MaxBytes))
        {
            return null;
        }

        var context = new ReadContext(fileName, diagnostics);
        if (ContentReader.Open(context, root, Schemas.DeleteImageList) is not { } top)
        {
            return null;
        }

        if (!top.Has("items") && !top.IsMisspelt("items"))
        {
            context.Report(MirrorErrors.MissingSetting, top.Span, "The plan needs 'items'.");
        }

        var list = new DeleteImageList
        {
            Span = top.Span,
            FieldSpans = top.FieldSpans,
            Items = [.. top.Entries(context, "items", Schemas.DeleteImageItem).Select(map => ReadItem(context, map)).OfType<DeleteImageEntry>()],
        };
        return context.HasErrors ? null : list;
    }

    private static DeleteImageEntry? ReadItem(ReadContext context, SettingMap map)
    {
        var reference = map.RequiredScalar(context, "imageReference");
        Digest? digest = null;
        if (map.Scalar(context, "digest") is { } scalar)
        {
            if (Digest.TryParse(scalar.Value, out var parsed))
            {
                digest = parsed;
            }
            else
            {
                context.Report(MirrorErrors.BadValue, scalar.Span, $"'{scalar.Value}' is not a digest (sha256 or sha512 and lower-case hex digits of its length).");
            }
        }

        return reference is null ? null : new DeleteImageEntry
        {
            Span = map.Span,
            FieldSpans = map.FieldSpans,
            ImageName = map.Text(context, "imageName") ?? "",
            ImageReference = reference.Value,
            Type = map.Text(context, "type") ?? "",
            Digest = digest,
        };
    }
}
