using Mirror.Charts.Loading;
using Mirror.Charts.Rendering;
using Mirror.Charts.Values;
using Mirror.Testing.Charts;

namespace Mirror.Charts.Tests;

/// <summary>A chart made of a few files, and what is made of it.</summary>
internal sealed class ChartFiles(string name = "demo", string chartYaml = "")
{
    private readonly TestChart _chart = new(name, chartYaml: chartYaml);

    public string Name => _chart.Name;

    public ChartFiles Add(string path, string text)
    {
        _chart.Add(path, text);
        return this;
    }

    /// <summary>Adds another chart's files under <c>charts/</c>.</summary>
    public ChartFiles Add(ChartFiles inner)
    {
        _chart.Add(inner._chart);
        return this;
    }

    public MemoryStream Pack() => new(_chart.Pack());

    public Chart Load(ChartLimits? limits = null) => Chart.Load(Pack(), $"{Name}.tgz", limits ?? new ChartLimits());

    public RenderedChart Render(string values = "", RenderLimits? limits = null) => ChartRenderer.Render(
        Load(),
        new RenderOptions { Values = ChartValues.Parse(values, "values.yaml"), Clock = FixedClock.Instance, Limits = limits ?? new RenderLimits() },
        TestContext.Current.CancellationToken);

    /// <summary>What one template makes.</summary>
    public string RenderFile(string path, string values = "") => Render(values).Files.Single(file => file.Path == $"{Name}/{path}").Text;
}
