using Mirror.Model.Versions;

namespace Mirror.Yaml.Configuration;

/// <summary>Values of the model's types, for settings that several sections have.</summary>
internal static class TypedValues
{
    private static readonly Dictionary<string, string> _foreignArchitectures = new(StringComparer.OrdinalIgnoreCase)
    {
        ["x86_64"] = "amd64",
        ["x86-64"] = "amd64",
        ["aarch64"] = "arm64",
        ["ppc64el"] = "ppc64le",
    };

    public static ImageReference? Reference(this SettingMap map, ReadContext context, string key, bool required)
    {
        var scalar = required ? map.RequiredScalar(context, key) : map.Scalar(context, key);
        if (scalar is null)
        {
            return null;
        }

        if (ImageReference.TryParse(scalar.Value, out var reference, out var problem))
        {
            return reference;
        }

        context.Report(MirrorErrors.BadReference, scalar.Span, $"'{scalar.Value}' is not an image reference: {problem}.");
        return null;
    }

    public static VersionBound? Bound(this SettingMap map, ReadContext context, string key)
    {
        var scalar = map.Scalar(context, key);
        if (scalar is null || VersionBound.TryParse(scalar.Value, out var bound))
        {
            return scalar is null ? null : VersionBound.Parse(scalar.Value);
        }

        context.Report(
            MirrorErrors.BadVersion, scalar.Span, $"'{scalar.Value}' is not a semantic version; '{key}' expects X, X.Y or X.Y.Z, as in '1.2.3'.");
        return null;
    }

    public static SemanticVersion? ReleaseVersion(this SettingMap map, ReadContext context, string key)
    {
        var scalar = map.Scalar(context, key);
        if (scalar is null || SemanticVersion.TryParse(scalar.Value, out var version))
        {
            return scalar is null ? null : SemanticVersion.Parse(scalar.Value);
        }

        var hint = SemanticVersion.TryParseLoose(scalar.Value, out var meant, out _) ? $"; did you mean '{meant}'?" : ".";
        context.Report(
            MirrorErrors.BadVersion, scalar.Span, $"'{scalar.Value}' is not a release version; '{key}' expects X.Y.Z, as in '4.20.8'{hint}");
        return null;
    }

    public static SignaturePolicy? Signatures(this SettingMap map, ReadContext context)
    {
        var scalar = map.Scalar(context, "signatures");
        if (scalar is null)
        {
            return null;
        }

        if (SignaturePolicies.TryParse(scalar.Value, out var policy))
        {
            return policy;
        }

        ReportUnknownWord(context, scalar, "signatures", SignaturePolicies.Words);
        return null;
    }

    /// <summary>A repository path at the destination.</summary>
    public static string? TargetPath(this SettingMap map, ReadContext context, string key)
    {
        var scalar = map.Scalar(context, key);
        if (scalar is null || ReferenceRules.IsRepository(scalar.Value))
        {
            return scalar?.Value;
        }

        // oc-mirror v1 took a tag here.
        var hint = scalar.Value.LastIndexOf(':') is > 0 and var colon && ReferenceRules.IsRepository(scalar.Value[..colon]) && ReferenceRules.IsTag(scalar.Value[(colon + 1)..])
            ? $" Write '{key}: {scalar.Value[..colon]}' and 'targetTag: {scalar.Value[(colon + 1)..]}'."
            : "";
        context.Report(
            MirrorErrors.BadTarget,
            scalar.Span,
            $"'{scalar.Value}' is not a path for '{key}'; expected lower-case letters and digits, with '.', '_' or '-' between them and '/' between "
            + $"components, without host, tag and digest.{hint}");
        return null;
    }

    public static string? TargetTag(this SettingMap map, ReadContext context)
    {
        var scalar = map.Scalar(context, "targetTag");
        if (scalar is null || ReferenceRules.IsTag(scalar.Value))
        {
            return scalar?.Value;
        }

        context.Report(
            MirrorErrors.BadTarget,
            scalar.Span,
            $"'{scalar.Value}' is not a tag; expected up to 128 letters, digits, '_', '.' or '-', the first one a letter, a digit or '_'.");
        return null;
    }

    public static ValueList<Platform> Platforms(this SettingMap map, ReadContext context)
    {
        var platforms = new List<Platform>();
        foreach (var entry in map.Entries(context, "platforms", Schemas.PlatformFilter))
        {
            var os = entry.RequiredScalar(context, "os");
            var architecture = entry.RequiredScalar(context, "architecture");
            if (architecture is not null && _foreignArchitectures.TryGetValue(architecture.Value, out var meant))
            {
                context.Report(
                    MirrorErrors.BadValue, architecture.Span, $"'{architecture.Value}' is not how images call an architecture; did you mean '{meant}'?");
            }
            else if (os is not null && architecture is not null)
            {
                platforms.Add(new Platform(os.Value, architecture.Value));
            }
        }

        return [.. platforms.Distinct()];
    }

    public static ValueList<string> Texts(this SettingMap map, ReadContext context, string key) =>
        [.. map.Scalars(context, key).Select(scalar => scalar.Value)];

    public static string? NearestArchitecture(string written, IEnumerable<string> known) =>
        _foreignArchitectures.TryGetValue(written, out var meant) ? meant : NearestName.Find(written, known);

    public static void ReportUnknownWord(ReadContext context, YamlScalar scalar, string key, IReadOnlyList<string> words, string? nearest = null)
    {
        nearest ??= NearestName.Find(scalar.Value, words);
        var expected = nearest is null ? $"known are {string.Join(", ", words.Select(word => $"'{word}'"))}." : $"did you mean '{nearest}'?";
        context.Report(MirrorErrors.BadValue, scalar.Span, $"'{scalar.Value}' is not a value of '{key}'; {expected}");
    }
}
