using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Mirror.Charts.Loading;
using Mirror.Charts.Rendering;
using Mirror.Charts.Values;

namespace Mirror.Charts.Tests;

/// <summary>A chart made of a few files, packed as Helm packs charts.</summary>
internal sealed class ChartFiles
{
    private readonly List<(string Path, string Text)> _files = [];

    public ChartFiles(string name = "demo", string chartYaml = "")
    {
        Name = name;
        Add("Chart.yaml", $"apiVersion: v2\nname: {name}\nversion: 1.2.3\nappVersion: \"4.5\"\n{chartYaml}");
    }

    public string Name { get; }

    public ChartFiles Add(string path, string text)
    {
        _files.Add((path, text));
        return this;
    }

    /// <summary>Adds another chart's files under <c>charts/</c>.</summary>
    public ChartFiles Add(ChartFiles inner)
    {
        _files.AddRange(inner._files.Select(file => ($"charts/{inner.Name}/{file.Path}", file.Text)));
        return this;
    }

    public MemoryStream Pack()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach (var (path, text) in _files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{Name}/{path}") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        packed.Position = 0;
        return packed;
    }

    public Chart Load(ChartLimits? limits = null) => Chart.Load(Pack(), $"{Name}.tgz", limits ?? new ChartLimits());

    public RenderedChart Render(string values = "", RenderLimits? limits = null) => ChartRenderer.Render(
        Load(),
        new RenderOptions { Values = ChartValues.Parse(values, "values.yaml"), Clock = FixedClock.Instance, Limits = limits ?? new RenderLimits() },
        TestContext.Current.CancellationToken);

    /// <summary>What one template makes.</summary>
    public string RenderFile(string path, string values = "") => Render(values).Files.Single(file => file.Path == $"{Name}/{path}").Text;
}
