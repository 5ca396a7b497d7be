using Mirror.Charts.Values;
using Mirror.Charts.Versions;
using Mirror.Charts.Yaml;

namespace Mirror.Charts.Loading;

/// <summary>Reads Chart.yaml, and requirements.yaml of charts that still have one.</summary>
internal static class MetadataReader
{
    private const int MaxDependencies = 1000;

    public static ChartMetadata Read(ChartFile? chartFile, ChartFile? requirementsFile, string name)
    {
        if (chartFile is null)
        {
            throw new ChartException(ChartFailure.Loading, $"'{name}' is not a chart: it has no Chart.yaml.");
        }

        var raw = ReadMap(chartFile, name);
        var metadata = new ChartMetadata
        {
            ApiVersion = Text(raw, "apiVersion"),
            Name = Text(raw, "name"),
            Version = Text(raw, "version"),
            AppVersion = Text(raw, "appVersion"),
            Description = Text(raw, "description"),
            Type = Text(raw, "type"),
            KubeVersion = Text(raw, "kubeVersion"),
            IsDeprecated = raw.TryGet("deprecated", out var deprecated) && deprecated is true,
            Raw = raw,
        };
        Check(metadata, name);

        // Charts of the first version keep their dependencies in a file of their own; Helm reads it for newer ones as well.
        var requirements = requirementsFile is null ? new GoMap() : ReadMap(requirementsFile, name);
        var dependencies = Dependencies(requirements.ContainsKey("dependencies") ? requirements : raw, name);
        return metadata with { Dependencies = dependencies };
    }

    private static void Check(ChartMetadata metadata, string name)
    {
        ChartException Bad(string reason) => new(ChartFailure.Loading, reason, new ChartPosition(name, $"{name}/Chart.yaml", 0, 0));
        if (metadata.Name.Length == 0 || metadata.Name is "." or ".." || metadata.Name != Functions.PathFunctions.Base(metadata.Name))
        {
            throw Bad($"The chart's name '{metadata.Name}' is not the name of a folder.");
        }

        if (metadata.ApiVersion is not ("v1" or "v2" or ""))
        {
            throw Bad($"The chart's apiVersion '{metadata.ApiVersion}' is not known; expected 'v1' or 'v2'.");
        }

        if (metadata.Type is not ("" or "application" or "library"))
        {
            throw Bad($"The chart's type '{metadata.Type}' is not known; expected 'application' or 'library'.");
        }

        if (!SemanticVersion.TryParse(metadata.Version, out _))
        {
            throw Bad($"The chart's version '{metadata.Version}' is not a semantic version.");
        }
    }

    private static List<ChartDependency> Dependencies(GoMap map, string name)
    {
        var dependencies = new List<ChartDependency>();
        if (!map.TryGet("dependencies", out var value) || value is not GoList list)
        {
            return dependencies;
        }

        foreach (var item in list.OfType<GoMap>().Take(MaxDependencies))
        {
            var dependency = new ChartDependency
            {
                Name = Text(item, "name"),
                Version = Text(item, "version"),
                Repository = Text(item, "repository"),
                Condition = Text(item, "condition"),
                Alias = Text(item, "alias"),
                Tags = [.. Items(item, "tags").OfType<string>()],
                Imports = [.. Items(item, "import-values").Select(entry => Import(entry, name))],
            };
            if (dependency.EffectiveName is "" or "." or ".." || dependency.EffectiveName.AsSpan().IndexOfAny("/\\.") >= 0 && dependency.Alias.Length > 0)
            {
                throw new ChartException(ChartFailure.Loading, $"The chart '{name}' has a dependency with the name or alias '{dependency.EffectiveName}', which is not valid.");
            }

            dependencies.Add(dependency);
        }

        return dependencies;
    }

    private static ImportedValues Import(object? entry, string name) => entry switch
    {
        string export => new ImportedValues("exports." + export, null),
        GoMap map => new ImportedValues(Text(map, "child"), Text(map, "parent")),
        _ => throw new ChartException(ChartFailure.Loading, $"The chart '{name}' has an entry of import-values that is neither a name nor a pair of child and parent."),
    };

    private static IEnumerable<object?> Items(GoMap map, string key) => map.TryGet(key, out var value) && value is GoList list ? list : [];

    // Numbers in these fields are mistakes that Helm forgives nowhere but in appVersion; here they read as they print.
    private static string Text(GoMap map, string key) => map.TryGet(key, out var value) ? TextOf(value) ?? "" : "";

    /// <summary>A scalar as it prints; null for everything else.</summary>
    public static string? TextOf(object? value) => value switch
    {
        string text => text,
        double number => GoFloat.Format(number, 'g'),
        bool b => b ? "true" : "false",
        _ => null,
    };

    private static GoMap ReadMap(ChartFile file, string name)
    {
        var position = new ChartPosition(name, $"{name}/{file.Path}", 0, 0);
        try
        {
            return YamlReader.Read(GoText.FromBytes(ChartBuilder.TextOf(file))) as GoMap
                ?? throw new ChartException(ChartFailure.Loading, $"{file.Path} is not a mapping.", position);
        }
        catch (YamlException e)
        {
            throw new ChartException(ChartFailure.Loading, $"{file.Path} is not YAML: {e.Message}", position with { Line = e.Line }, innerException: e);
        }
    }
}
