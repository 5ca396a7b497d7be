using Mirror.Charts.Loading;
using Mirror.Charts.Values;

namespace Mirror.Charts.Rendering;

/// <summary>All templates of a chart and its sub-charts in the order Helm runs them, each with what it sees.</summary>
internal sealed class TemplateScope
{
    private readonly RenderOptions _options;
    private readonly CapabilitiesObject _capabilities;
    private readonly GoMap _release;
    private readonly Dictionary<string, Entry> _templates = new(StringComparer.Ordinal);

    public TemplateScope(RenderOptions options, Chart chart, GoMap values)
    {
        _options = options;
        _capabilities = new CapabilitiesObject(options.Capabilities);
        _release = Release();
        Add(chart, chart.Name, values, isRoot: true);
        Templates = Order();
    }

    /// <summary>Deeper paths first: what a parent defines replaces what its sub-charts define.</summary>
    public IReadOnlyList<(string Path, Entry Data)> Templates { get; }

    private List<(string Path, Entry Data)> Order()
    {
        var ordered = _templates.Select(pair => (pair.Key, pair.Value)).ToList();
        ordered.Sort((left, right) =>
        {
            var byDepth = right.Key.AsSpan().Count('/').CompareTo(left.Key.AsSpan().Count('/'));
            return byDepth != 0 ? byDepth : string.CompareOrdinal(right.Key, left.Key);
        });
        return ordered;
    }

    private GoMap Release() => new()
    {
        ["Name"] = _options.ReleaseName,
        ["Namespace"] = _options.Namespace,
        ["IsUpgrade"] = false,
        ["IsInstall"] = true,
        ["Revision"] = (nint)1,
        ["Service"] = "Helm",
    };

    private GoMap Add(Chart chart, string path, GoMap values, bool isRoot)
    {
        values.GoType = GoMap.ValuesType;
        var subcharts = new GoMap();
        var data = new GoMap
        {
            ["Chart"] = new ChartObject(chart.Metadata, isRoot),
            ["Files"] = new FilesObject(chart.Files),
            ["Release"] = _release,
            ["Capabilities"] = _capabilities,
            ["Values"] = values,
            ["Subcharts"] = subcharts,
        };
        foreach (var dependency in chart.Dependencies)
        {
            var inner = values.TryGetMap(dependency.Name, out var table) ? table : new GoMap();
            subcharts[dependency.Name] = Add(dependency, $"{path}/charts/{dependency.Name}", inner, isRoot: false);
        }

        foreach (var template in chart.Templates)
        {
            var name = template.Path[(template.Path.LastIndexOf('/') + 1)..];
            if (!chart.Metadata.IsLibrary || name.StartsWith('_'))
            {
                _templates[$"{path}/{template.Path}"] = new Entry(GoText.FromBytes(ChartBuilder.TextOf(template)), $"{path}/templates", data);
            }
        }

        return data;
    }

    /// <summary>A template's text and what it sees; templates of one chart share the data.</summary>
    public sealed record Entry(string Text, string BasePath, GoMap Data);
}
