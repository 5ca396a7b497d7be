using Mirror.Charts.Values;
using Mirror.Charts.Yaml;

namespace Mirror.Charts.Loading;

/// <summary>Makes a chart of its files: what each file is, and the charts under <c>charts/</c>.</summary>
internal static class ChartBuilder
{
    private const string ChartsFolder = "charts/";

    public static Chart Build(IReadOnlyList<ChartFile> files, string name, ChartLimits limits)
    {
        var size = new UnpackedSize(name, limits);
        size.Add(files);
        return Build(files, name, limits, size, 0);
    }

    private static Chart Build(IReadOnlyList<ChartFile> files, string name, ChartLimits limits, UnpackedSize size, int depth)
    {
        if (depth > limits.MaxDepth)
        {
            throw new ChartException(ChartFailure.Limit, $"The chart '{name}' has charts nested deeper than {limits.MaxDepth} levels.");
        }

        var sorted = files.OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        var metadata = MetadataReader.Read(Find(sorted, "Chart.yaml"), Find(sorted, "requirements.yaml"), name);
        var values = ReadMap(Find(sorted, "values.yaml"), metadata.Name);
        var templates = new List<ChartFile>();
        var others = new List<ChartFile>();
        var inner = new List<ChartFile>();
        foreach (var file in sorted)
        {
            var isMeta = file.Path is "Chart.yaml" or "Chart.lock" or "values.yaml" or "values.schema.json"
                || (metadata.ApiVersion == "v1" && file.Path is "requirements.yaml" or "requirements.lock");
            var list = isMeta ? null
                : file.Path.StartsWith("templates/", StringComparison.Ordinal) ? templates
                : file.Path.StartsWith(ChartsFolder, StringComparison.Ordinal) ? inner
                : others;
            list?.Add(file);
            if (file.Path == "requirements.yaml" && isMeta)
            {
                others.Add(file);
            }
        }

        others.AddRange(inner.Where(file => Path.GetExtension(file.Path) == ".prov"));
        return new Chart(metadata, values, templates, others, [.. BuildInner(inner, metadata.Name, limits, size, depth)]);
    }

    private static IEnumerable<Chart> BuildInner(List<ChartFile> files, string parent, ChartLimits limits, UnpackedSize size, int depth)
    {
        var groups = files
            .Select(file => file with { Path = file.Path[ChartsFolder.Length..] })
            .Where(file => Path.GetExtension(file.Path) != ".prov")
            .GroupBy(file => file.Path.Split('/')[0], StringComparer.Ordinal);
        foreach (var group in groups)
        {
            // Helm leaves what these names start with to people.
            if (group.Key.Length == 0 || group.Key[0] is '_' or '.')
            {
                continue;
            }

            var name = $"{parent}/charts/{group.Key}";
            var first = group.First();
            if (first.Path == group.Key && Path.GetExtension(group.Key) == ".tgz")
            {
                using var archive = new MemoryStream(first.Data.ToArray());
                var unpacked = ChartArchive.Read(archive, name, limits);
                size.Add(unpacked);
                yield return Build(unpacked, name, limits, size, depth + 1);
            }
            else if (group.Where(file => file.Path.Length > group.Key.Length).ToList() is { Count: > 0 } folder)
            {
                var inner = folder.ConvertAll(file => file with { Path = file.Path[(group.Key.Length + 1)..] });
                yield return Build(inner, name, limits, size, depth + 1);
            }
        }
    }

    private static ChartFile? Find(List<ChartFile> files, string path) => files.Find(file => file.Path == path);

    private static GoMap ReadMap(ChartFile? file, string chart)
    {
        if (file is null)
        {
            return new GoMap();
        }

        return ValuesReader.Read(GoText.FromBytes(TextOf(file)), new ChartPosition(chart, $"{chart}/{file.Path}", 0, 0));
    }

    /// <summary>Without the mark that some editors put first.</summary>
    public static ReadOnlySpan<byte> TextOf(ChartFile file)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        return file.Data.Span.StartsWith(mark) ? file.Data.Span[mark.Length..] : file.Data.Span;
    }
}
