using Mirror.Charts.Values;

namespace Mirror.Charts.Loading;

/// <summary>A chart with its sub-charts, as it lies in its folder or archive; never changes.</summary>
public sealed class Chart
{
    internal Chart(ChartMetadata metadata, GoMap values, IReadOnlyList<ChartFile> templates, IReadOnlyList<ChartFile> files, IReadOnlyList<Chart> dependencies)
    {
        Metadata = metadata;
        Values = values;
        Templates = templates;
        Files = files;
        Dependencies = dependencies;
    }

    /// <summary>What Chart.yaml says.</summary>
    public ChartMetadata Metadata { get; }

    /// <summary>The chart's name.</summary>
    public string Name => Metadata.Name;

    /// <summary>The charts inside this one.</summary>
    public IReadOnlyList<Chart> Dependencies { get; }

    /// <summary>The files under <c>templates/</c>, sorted by path.</summary>
    public IReadOnlyList<ChartFile> Templates { get; }

    /// <summary>All other files but those that Helm reads itself, sorted by path.</summary>
    public IReadOnlyList<ChartFile> Files { get; }

    /// <summary>Files under <c>crds/</c>: applied as they are.</summary>
    public IEnumerable<ChartFile> Crds => Files.Where(file => file.Path.StartsWith("crds/", StringComparison.Ordinal)
        && Path.GetExtension(file.Path).ToUpperInvariant() is ".YAML" or ".YML" or ".JSON");

    /// <summary>What values.yaml says; must not be changed.</summary>
    internal GoMap Values { get; }

    /// <summary>Reads a chart's folder or archive.</summary>
    /// <param name="path">A folder with a Chart.yaml, or a <c>.tgz</c>.</param>
    /// <param name="limits">How large the chart may be.</param>
    /// <exception cref="ChartException">There is no chart, or it is not a valid one, or it is too large.</exception>
    public static Chart Load(string path, ChartLimits limits)
    {
        if (Directory.Exists(path))
        {
            return ChartBuilder.Build(FolderReader.Read(path, limits), Path.GetFileName(Path.GetFullPath(path).TrimEnd('/')), limits);
        }

        if (!File.Exists(path))
        {
            throw new ChartException(ChartFailure.Loading, $"There is no chart at '{path}'; expected a folder with a Chart.yaml or a .tgz archive.");
        }

        using var archive = File.OpenRead(path);
        return Load(archive, Path.GetFileName(path), limits);
    }

    /// <summary>The files of a chart's folder that its .helmignore leaves, sorted by path: what an archive of it has.</summary>
    /// <param name="folder">A folder with a Chart.yaml.</param>
    /// <param name="limits">How large the chart may be.</param>
    /// <exception cref="ChartException">A file cannot be part of a chart, or there is too much.</exception>
    public static IReadOnlyList<ChartFile> FilesOf(string folder, ChartLimits limits) =>
        [.. FolderReader.Read(folder, limits).OrderBy(file => file.Path, StringComparer.Ordinal)];

    /// <summary>Reads a chart's archive.</summary>
    /// <param name="archive">A gzipped tar.</param>
    /// <param name="name">For messages.</param>
    /// <param name="limits">How large the chart may be.</param>
    /// <exception cref="ChartException">It is not a chart, or it is too large.</exception>
    public static Chart Load(Stream archive, string name, ChartLimits limits) =>
        ChartBuilder.Build(ChartArchive.Read(archive, name, limits), name, limits);

    /// <summary>The same chart with other values, name and sub-charts, as conditions and aliases make it.</summary>
    internal Chart With(ChartMetadata? metadata = null, GoMap? values = null, IReadOnlyList<Chart>? dependencies = null) =>
        new(metadata ?? Metadata, values ?? Values, Templates, Files, dependencies ?? Dependencies);
}
