using Mirror.Model.Versions;

namespace Mirror.Yaml.Configuration;

/// <summary>Reads <c>operators</c> (rules: SPEC 1.3, and of the filter those that the file alone can break, SPEC 5.4).</summary>
internal static class OperatorsReader
{
    public static ValueList<OperatorCatalog> Read(ReadContext context, SettingMap content)
    {
        var catalogs = new List<OperatorCatalog>();
        var unique = new UniqueNames(context, "The catalog");
        foreach (var map in content.Entries(context, "operators", Schemas.Operator))
        {
            var catalog = ReadCatalog(context, map);
            if (catalog is not null && unique.Add(NameAtDestination(catalog), catalog.SpanOf("catalog")))
            {
                catalogs.Add(catalog);
            }
        }

        return [.. catalogs];
    }

    private static OperatorCatalog? ReadCatalog(ReadContext context, SettingMap map)
    {
        var reference = map.Reference(context, "catalog", required: true);
        var full = map.Flag(context, "full");
        var skipDependencies = map.Flag(context, "skipDependencies");
        if (skipDependencies)
        {
            context.Report(
                MirrorErrors.SettingWithoutEffect, map.KeySpan("skipDependencies"), "'skipDependencies' has no effect: dependencies are not followed.");
        }

        var packages = ReadPackages(context, map, full);
        var targetCatalog = map.TargetPath(context, "targetCatalog");
        var targetTag = map.TargetTag(context);
        var template = map.Text(context, "targetCatalogSourceTemplate");
        var platforms = map.Platforms(context);
        var signatures = map.Signatures(context);
        return reference is null ? null : new OperatorCatalog
        {
            Catalog = reference,
            Span = map.Span,
            FieldSpans = map.FieldSpans,
            TargetCatalog = targetCatalog,
            TargetTag = targetTag,
            Full = full,
            SkipDependencies = skipDependencies,
            TargetCatalogSourceTemplate = template,
            Packages = packages,
            Platforms = platforms,
            Signatures = signatures,
        };
    }

    private static ValueList<OperatorPackage> ReadPackages(ReadContext context, SettingMap map, bool full)
    {
        var packages = new List<OperatorPackage>();
        var unique = new UniqueNames(context, "The package");
        foreach (var entry in map.Entries(context, "packages", Schemas.Package))
        {
            var name = entry.RequiredScalar(context, "name");
            var package = new OperatorPackage
            {
                Name = name?.Value ?? "",
                Span = entry.Span,
                FieldSpans = entry.FieldSpans,
                Channels = ReadChannels(context, entry, full),
                DefaultChannel = entry.Text(context, "defaultChannel"),
                MinVersion = entry.Bound(context, "minVersion"),
                MaxVersion = entry.Bound(context, "maxVersion"),
            };
            CheckRange(context, entry, package.MinVersion, package.MaxVersion, full);
            CheckTogether(context, package);
            if (name is not null && unique.Add(name.Value, name.Span))
            {
                packages.Add(package);
            }
        }

        return [.. packages];
    }

    private static ValueList<OperatorChannel> ReadChannels(ReadContext context, SettingMap package, bool full)
    {
        var channels = new List<OperatorChannel>();
        var unique = new UniqueNames(context, "The channel");
        foreach (var entry in package.Entries(context, "channels", Schemas.OperatorChannel))
        {
            var name = entry.RequiredScalar(context, "name");
            var channel = new OperatorChannel
            {
                Name = name?.Value ?? "",
                Span = entry.Span,
                FieldSpans = entry.FieldSpans,
                MinVersion = entry.Bound(context, "minVersion"),
                MaxVersion = entry.Bound(context, "maxVersion"),
            };
            CheckRange(context, entry, channel.MinVersion, channel.MaxVersion, full);
            if (name is not null && unique.Add(name.Value, name.Span))
            {
                channels.Add(channel);
            }
        }

        return [.. channels];
    }

    private static void CheckRange(ReadContext context, SettingMap map, VersionBound? lower, VersionBound? upper, bool full)
    {
        if (lower is not null && upper is not null && lower.IsAbove(upper))
        {
            context.Report(
                MirrorErrors.EmptyRange,
                map.Find("minVersion")!.Span,
                $"'minVersion' {lower} is above 'maxVersion' {upper}, so no bundle is between them.");
        }

        if (full && (lower ?? upper) is not null)
        {
            var key = lower is null ? "maxVersion" : "minVersion";
            context.Report(
                MirrorErrors.ContradictorySettings,
                map.KeySpan(key),
                $"'{key}' can't be given in a catalog with 'full: true', which takes every version.");
        }
    }

    private static void CheckTogether(ReadContext context, OperatorPackage package)
    {
        foreach (var channel in package.Channels.Where(channel => (channel.MinVersion ?? channel.MaxVersion) is not null))
        {
            if ((package.MinVersion ?? package.MaxVersion) is not null)
            {
                context.Report(
                    MirrorErrors.ContradictorySettings,
                    channel.SpanOf(channel.MinVersion is null ? "maxVersion" : "minVersion"),
                    $"The channel '{channel.Name}' can't have a range of versions when its package '{package.Name}' has one; keep one of them.");
            }
        }

        if (package is { DefaultChannel: { } named, Channels.Count: > 0 } && package.Channels.All(channel => channel.Name != named))
        {
            context.Report(
                MirrorErrors.ContradictorySettings,
                package.SpanOf("defaultChannel"),
                $"The default channel '{named}' of '{package.Name}' is not among the listed channels; add it to them, or choose one of them.");
        }
    }

    // SPEC 1.3: listed twice is what would get one name.
    private static string NameAtDestination(OperatorCatalog catalog)
    {
        var reference = catalog.Catalog;
        var name = catalog.TargetCatalog is null ? reference.Name : $"{reference.Registry}/{catalog.TargetCatalog}";
        return catalog.TargetTag is null
            ? name + reference.ToString()[reference.Name.Length..]
            : $"{name}:{catalog.TargetTag}";
    }
}
