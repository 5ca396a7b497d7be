namespace Mirror.Yaml.Configuration;

/// <summary>Reads <c>storageConfig</c>, which has the form that oc-mirror v1 gave it (SPEC 1.6).</summary>
internal static class ReceiptStorageReader
{
    private const string DefaultTag = "latest";

    public static ReceiptStorage? Read(ReadContext context, SettingMap top)
    {
        if (top.Settings(context, "storageConfig", Schemas.Storage) is not { } map)
        {
            return null;
        }

        var local = map.Settings(context, "local", Schemas.LocalStorage);
        var folder = local?.Text(context, "path");
        var registry = map.Settings(context, "registry", Schemas.RegistryStorage);
        var address = registry?.Scalar(context, "imageURL");
        var skipTls = registry?.Flag(context, "skipTLS") ?? false;
        if (folder is not null && address is not null)
        {
            context.Report(MirrorErrors.ContradictorySettings, map.KeySpan("local"), "'local' and 'registry' exclude each other; keep the one that receipts belong to.");
            return null;
        }

        if (folder is null && address is null)
        {
            if (!context.HasErrors)
            {
                context.Report(
                    MirrorErrors.SettingWithoutEffect, top.KeySpan("storageConfig"), "'storageConfig' names no place; it needs 'local' with 'path', or 'registry' with 'imageURL'.");
            }

            return null;
        }

        var image = address is null ? null : ReadImage(context, address);
        return folder is null && image is null
            ? null
            : new ReceiptStorage { Span = map.Span, FieldSpans = map.FieldSpans, Folder = folder, Image = image, SkipTls = skipTls };
    }

    // As in v1, a repository alone is enough.
    private static ImageReference? ReadImage(ReadContext context, YamlScalar address)
    {
        var text = address.Value;
        var hasTag = text.Contains('@', StringComparison.Ordinal) || text.LastIndexOf(':') > text.LastIndexOf('/');
        if (!ImageReference.TryParse(hasTag ? text : $"{text}:{DefaultTag}", out var image, out var problem))
        {
            context.Report(MirrorErrors.BadReference, address.Span, $"'{text}' is not a repository of a registry: {problem}.");
            return null;
        }

        if (image is { Transport: Transport.Docker, Digest: null })
        {
            return image;
        }

        context.Report(MirrorErrors.BadReference, address.Span, $"'{text}' can't be written to; 'imageURL' expects host/path or host/path:tag.");
        return null;
    }
}
