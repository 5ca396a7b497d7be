using Mirror.Model.Versions;

namespace Mirror.Yaml.Configuration;

/// <summary>Reads <c>helm</c>.</summary>
internal static class HelmSectionReader
{
    private static readonly string[] _schemes = ["https", "http", "oci"];

    public static HelmSection? Read(ReadContext context, SettingMap content)
    {
        if (content.Settings(context, "helm", Schemas.Helm) is not { } map)
        {
            return null;
        }

        var section = new HelmSection
        {
            Span = map.Span,
            FieldSpans = map.FieldSpans,
            Repositories = [.. map.Entries(context, "repositories", Schemas.HelmRepository).Select(entry => ReadRepository(context, entry)).OfType<HelmRepository>()],
            Local = [.. map.Entries(context, "local", Schemas.LocalChart).Select(entry => ReadChart(context, entry, "path")).OfType<HelmChart>()],
        };
        return WithoutRepeated(context, section);
    }

    private static HelmRepository? ReadRepository(ReadContext context, SettingMap map)
    {
        var url = ReadUrl(context, map);
        var name = map.Text(context, "name");
        ValueList<HelmChart>? charts = map.Find("charts") is null
            ? null
            : [.. map.Entries(context, "charts", Schemas.RepositoryChart).Select(entry => ReadChart(context, entry, "name")).OfType<HelmChart>()];
        if (url is { Scheme: "oci" } && charts is null)
        {
            context.Report(MirrorErrors.MissingSetting, map.Span, "'charts' is missing: a registry has no list of its charts, so name those that are wanted.");
        }

        var exclude = ReadExclude(context, map);
        if (charts is not null && exclude.Count > 0)
        {
            context.Report(MirrorErrors.SettingWithoutEffect, map.KeySpan("exclude"), "'exclude' has no effect beside 'charts', which names what is taken.");
            exclude = [];
        }

        return url is null ? null : new HelmRepository { Url = url, Name = name, Charts = charts, Exclude = exclude, Span = map.Span, FieldSpans = map.FieldSpans };
    }

    private static ValueList<ExcludedChart> ReadExclude(ReadContext context, SettingMap map)
    {
        var excluded = new List<ExcludedChart>();
        var unique = new UniqueNames(context, "The chart");
        foreach (var entry in map.Entries(context, "exclude", Schemas.ExcludedChart))
        {
            if (entry.RequiredScalar(context, "name") is { } name)
            {
                var chart = new ExcludedChart { Name = name.Value, Version = entry.Text(context, "version"), Span = entry.Span, FieldSpans = entry.FieldSpans };
                if (chart.Name.Contains(' ', StringComparison.Ordinal))
                {
                    context.Report(MirrorErrors.BadValue, name.Span, $"'{chart.Name}' is not the name of a chart: it has a space in it. A range of versions goes into 'version'.");
                }
                else if (unique.Add(chart.ToString(), name.Span))
                {
                    excluded.Add(chart);
                }
            }
        }

        return [.. excluded];
    }

    // Neither the user info nor the query of an address is printed: both may be secrets.
    private static Uri? ReadUrl(ReadContext context, SettingMap map)
    {
        if (map.RequiredScalar(context, "url") is not { } scalar)
        {
            return null;
        }

        if (!Uri.TryCreate(scalar.Value, UriKind.Absolute, out var url) || !_schemes.Contains(url.Scheme, StringComparer.Ordinal) || url.Host.Length == 0)
        {
            context.Report(MirrorErrors.BadValue, scalar.Span, "'url' expects an address that begins with https://, http:// or oci://.");
            return null;
        }

        if (url.UserInfo.Length > 0)
        {
            context.Report(MirrorErrors.BadValue, scalar.Span, "'url' has user and password in it; credentials belong in the authentication file.");
            return null;
        }

        if (url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            context.Report(MirrorErrors.BadValue, scalar.Span, "'url' has a query or a fragment; expected the address of the folder with 'index.yaml'.");
            return null;
        }

        return url;
    }

    private static HelmChart? ReadChart(ReadContext context, SettingMap map, string requiredKey)
    {
        var identity = map.RequiredScalar(context, requiredKey);
        var chart = new HelmChart
        {
            Span = map.Span,
            FieldSpans = map.FieldSpans,
            Name = map.Text(context, "name"),
            Version = map.Text(context, "version"),
            Path = map.Text(context, "path"),
            ImagePaths = map.Texts(context, "imagePaths"),
            Platforms = map.Platforms(context),
            Values = ChartValuesReader.Read(context, map),
            ValuesFiles = map.Texts(context, "valuesFiles"),
            KubeVersion = ReadKubeVersion(context, map),
            ApiVersions = map.Texts(context, "apiVersions"),
            MirrorChart = map.Flag(context, "mirrorChart"),
            Signatures = map.Signatures(context),
        };
        if (requiredKey == "name" && chart.Path is not null)
        {
            context.Report(
                MirrorErrors.SettingWithoutEffect, map.KeySpan("path"), "'path' has no effect for a chart of a repository; charts on disk are listed in 'local'.");
            chart = chart with { Path = null };
        }

        return identity is null ? null : chart;
    }

    private static string? ReadKubeVersion(ReadContext context, SettingMap map)
    {
        var scalar = map.Scalar(context, "kubeVersion");
        if (scalar is null || SemanticVersion.TryParseLoose(scalar.Value, out _, out _))
        {
            return scalar?.Value;
        }

        context.Report(
            MirrorErrors.BadVersion, scalar.Span, $"'{scalar.Value}' is not a Kubernetes version; 'kubeVersion' expects X.Y or X.Y.Z, as in '1.33.2'.");
        return null;
    }

    private static HelmSection WithoutRepeated(ReadContext context, HelmSection section)
    {
        var first = new Dictionary<string, ISourceEntry>(StringComparer.Ordinal);
        var repeated = new HashSet<ConfigurationNode>(ReferenceEqualityComparer.Instance);
        foreach (var source in section.Sources)
        {
            if (first.TryAdd(source.SourceKey, source))
            {
                continue;
            }

            var code = first[source.SourceKey].Input.Hash == source.Input.Hash ? MirrorErrors.RepeatedEntry : MirrorErrors.DuplicateEntry;
            context.Report(code, source.Span, $"'{source.SourceKey["helm/".Length..]}' is already listed in line {first[source.SourceKey].Span.Line}.");
            repeated.Add(source is HelmChartSource { Chart: var chart } ? chart : ((HelmRepositorySource)source).Repository);
        }

        return section with
        {
            Repositories =
            [
                .. section.Repositories.Where(repository => !repeated.Contains(repository)).Select(repository => repository.Charts is null
                    ? repository
                    : repository with { Charts = [.. repository.Charts.Where(chart => !repeated.Contains(chart))] }),
            ],
            Local = [.. section.Local.Where(chart => !repeated.Contains(chart))],
        };
    }
}
