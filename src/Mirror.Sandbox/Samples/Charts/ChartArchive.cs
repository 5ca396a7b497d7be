using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Samples.Charts;

/// <summary>Packs charts whose templates and values are resources of this assembly; what <c>Chart.yaml</c> says is given.</summary>
internal static class ChartArchive
{
    private const string ResourcePrefix = "charts/";

    /// <summary>The archive of a chart with the charts that it brings along.</summary>
    /// <param name="chartYaml">What follows <c>apiVersion</c>, <c>name</c> and <c>version</c>.</param>
    /// <param name="inner">Charts in its folder <c>charts</c>, not packed.</param>
    public static byte[] Pack(string name, string version, string chartYaml, params IReadOnlyList<(string Name, string Version, string ChartYaml)> inner)
    {
        var tar = new TarBuilder();
        Add(tar, $"{name}/", name, version, chartYaml);
        foreach (var chart in inner)
        {
            Add(tar, $"{name}/charts/{chart.Name}/", chart.Name, chart.Version, chart.ChartYaml);
        }

        return StoredGzip.Wrap(tar.ToArray());
    }

    private static void Add(TarBuilder tar, string folder, string name, string version, string chartYaml)
    {
        tar.File($"{folder}Chart.yaml", $"apiVersion: v2\nname: {name}\nversion: {version}\n{chartYaml}");
        foreach (var (path, content) in FilesOf(name))
        {
            tar.File(folder + path, content);
        }
    }

    private static IEnumerable<(string Path, byte[] Content)> FilesOf(string name)
    {
        var assembly = typeof(ChartArchive).Assembly;
        var prefix = $"{ResourcePrefix}{name}/";

        // The folder part of a resource's name comes from the file system of the machine that built the assembly.
        return assembly.GetManifestResourceNames()
            .Select(resource => (Resource: resource, Path: resource.Replace('\\', '/')))
            .Where(file => file.Path.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => (file.Path[prefix.Length..], Read(file.Resource)));
    }

    private static byte[] Read(string resource)
    {
        using var stream = typeof(ChartArchive).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
