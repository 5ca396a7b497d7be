namespace Mirror.Yaml.Configuration;

/// <summary>Reads <c>platform</c>.</summary>
internal static class PlatformSectionReader
{
    private static readonly string[] _architectures = ["amd64", "arm64", "ppc64le", "s390x", PlatformSection.MultiArchitecture];

    private static readonly string[] _types = ["ocp", "okd"];

    public static PlatformSection? Read(ReadContext context, SettingMap content)
    {
        if (content.Settings(context, "platform", Schemas.Platform) is not { } map)
        {
            return null;
        }

        var section = new PlatformSection
        {
            Span = map.Span,
            FieldSpans = map.FieldSpans,
            Graph = map.Flag(context, "graph"),
            Channels = ReadChannels(context, map),
            Architectures = ReadArchitectures(context, map),
            Platforms = map.Platforms(context),
            Release = ReadRelease(context, map),
            KubeVirtContainer = map.Flag(context, "kubeVirtContainer"),
            Signatures = map.Signatures(context),
        };
        CheckTogether(context, map, section);
        return section;
    }

    private static void CheckTogether(ReadContext context, SettingMap map, PlatformSection section)
    {
        if (map.Find("platforms") is YamlSequence { Items.Count: > 0 } && map.Find("architectures") is YamlSequence { Items.Count: > 0 })
        {
            context.Report(
                MirrorErrors.ContradictorySettings,
                map.KeySpan("architectures"),
                "'architectures' and 'platforms' exclude each other: 'architectures' chooses payloads, 'platforms' takes a part of the "
                + "multi-architecture payload and needs a registry that accepts it.");
        }

        if (section is { Release: not null, Channels.Count: > 0 })
        {
            context.Report(
                MirrorErrors.SettingWithoutEffect, map.KeySpan("channels"), "'channels' has no effect beside 'release', which names the payload.");
        }
    }

    private static ImageReference? ReadRelease(ReadContext context, SettingMap map)
    {
        var release = map.Reference(context, "release", required: false);
        if (release is not { Transport: Transport.OciLayout })
        {
            return release;
        }

        context.Report(
            MirrorErrors.BadReference, map.Find("release")!.Span, $"'{release}' is not an image of a registry; 'release' expects host/path:tag or host/path@digest.");
        return null;
    }

    private static ValueList<string> ReadArchitectures(ReadContext context, SettingMap map)
    {
        var architectures = new List<string>();
        foreach (var scalar in map.Scalars(context, "architectures"))
        {
            if (_architectures.Contains(scalar.Value, StringComparer.Ordinal))
            {
                architectures.Add(scalar.Value);
            }
            else
            {
                var nearest = TypedValues.NearestArchitecture(scalar.Value, _architectures);
                TypedValues.ReportUnknownWord(context, scalar, "architectures", _architectures, nearest);
            }
        }

        return [.. architectures];
    }

    private static ValueList<ReleaseChannel> ReadChannels(ReadContext context, SettingMap map)
    {
        var channels = new List<ReleaseChannel>();
        var unique = new UniqueNames(context, "The release channel");
        foreach (var entry in map.Entries(context, "channels", Schemas.ReleaseChannel))
        {
            var name = entry.RequiredScalar(context, "name");
            var channel = new ReleaseChannel
            {
                Name = name?.Value ?? "",
                Span = entry.Span,
                FieldSpans = entry.FieldSpans,
                Type = ReadType(context, entry),
                MinVersion = entry.ReleaseVersion(context, "minVersion"),
                MaxVersion = entry.ReleaseVersion(context, "maxVersion"),
                ShortestPath = entry.Flag(context, "shortestPath"),
                Full = entry.Flag(context, "full"),
            };
            CheckRange(context, channel);
            if (name is not null && unique.Add(name.Value, name.Span))
            {
                channels.Add(channel);
            }
        }

        return [.. channels];
    }

    private static void CheckRange(ReadContext context, ReleaseChannel channel)
    {
        if (channel is { MinVersion: { } lower, MaxVersion: { } upper } && lower > upper)
        {
            context.Report(
                MirrorErrors.EmptyRange, channel.SpanOf("minVersion"), $"'minVersion' {lower} is above 'maxVersion' {upper}, so no release is between them.");
        }
    }

    private static ReleaseChannelType ReadType(ReadContext context, SettingMap entry)
    {
        var scalar = entry.Scalar(context, "type");
        switch (scalar?.Value)
        {
            case null or "ocp":
                return ReleaseChannelType.Ocp;
            case "okd":
                return ReleaseChannelType.Okd;
            default:
                TypedValues.ReportUnknownWord(context, scalar, "type", _types);
                return ReleaseChannelType.Ocp;
        }
    }
}
