namespace Mirror.Yaml.Configuration;

/// <summary>Reads <c>additionalImages</c>, <c>blockedImages</c> and <c>samples</c>.</summary>
internal static class ImagesReader
{
    public static ValueList<AdditionalImage> ReadAdditional(ReadContext context, SettingMap content)
    {
        var images = new OrderedDictionary<ImageAndTarget, AdditionalImage>();
        foreach (var map in content.Entries(context, "additionalImages", Schemas.AdditionalImage))
        {
            var name = map.Reference(context, "name", required: true);
            var targetRepo = map.TargetPath(context, "targetRepo");
            var targetTag = map.TargetTag(context);
            var platforms = map.Platforms(context);
            var signatures = map.Signatures(context);
            if (name is null)
            {
                continue;
            }

            var image = new AdditionalImage
            {
                Name = name,
                Span = map.Span,
                FieldSpans = map.FieldSpans,
                TargetRepo = targetRepo,
                TargetTag = targetTag,
                Platforms = platforms,
                Signatures = signatures,
            };
            AddOrUnite(context, images, image);
        }

        return [.. images.Values];
    }

    public static ValueList<BlockedImage> ReadBlocked(ReadContext context, SettingMap content)
    {
        var images = new List<BlockedImage>();
        foreach (var map in content.Entries(context, "blockedImages", Schemas.BlockedImage))
        {
            if (map.RequiredScalar(context, "name") is not { } name)
            {
                continue;
            }

            if (Re2Pattern.TryCompile(name.Value, out var pattern, out var position, out var problem))
            {
                images.Add(new BlockedImage { Name = name.Value, Pattern = pattern, Span = map.Span, FieldSpans = map.FieldSpans });
            }
            else
            {
                context.Report(
                    MirrorErrors.BadPattern, name.SpanOfCharacter(position), $"'{name.Value}' is not a regular expression (RE2): {problem}.");
            }
        }

        return [.. images];
    }

    public static ValueList<Sample> ReadSamples(ReadContext context, SettingMap content)
    {
        var samples = new List<Sample>();
        foreach (var map in content.Entries(context, "samples", Schemas.Sample))
        {
            if (map.RequiredScalar(context, "name") is { } name)
            {
                samples.Add(new Sample { Name = name.Value, Span = map.Span, FieldSpans = map.FieldSpans });
            }
        }

        if (samples.Count > 0)
        {
            context.Report(MirrorErrors.SettingWithoutEffect, content.KeySpan("samples"), "'samples' has no effect; list the images in 'additionalImages'.");
        }

        return [.. samples];
    }

    // oc-mirror takes the union of the platforms of entries for the same image (SPEC 7.3).
    private static void AddOrUnite(ReadContext context, OrderedDictionary<ImageAndTarget, AdditionalImage> images, AdditionalImage image)
    {
        var key = new ImageAndTarget(image.Name, image.TargetRepo, image.TargetTag);
        if (images.TryAdd(key, image))
        {
            return;
        }

        var first = images[key];
        if (first.Signatures != image.Signatures)
        {
            context.Report(
                MirrorErrors.DuplicateEntry,
                image.SpanOf("name"),
                $"The image '{image.Name}' is already listed in line {first.Span.Line}, with another value of 'signatures'.");
            return;
        }

        context.Report(
            MirrorErrors.RepeatedEntry, image.SpanOf("name"), $"The image '{image.Name}' is already listed in line {first.Span.Line}.");
        images[key] = first with
        {
            Platforms = first.Platforms.Count == 0 || image.Platforms.Count == 0 ? [] : [.. first.Platforms.Union(image.Platforms)],
        };
    }

    private sealed record ImageAndTarget(ImageReference Name, string? TargetRepo, string? TargetTag);
}
