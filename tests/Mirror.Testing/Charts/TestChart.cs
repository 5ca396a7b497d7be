using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Mirror.Testing.Charts;

/// <summary>A chart made of a few files, packed as Helm packs charts. The same files give the same bytes.</summary>
public sealed class TestChart
{
    private readonly List<(string Path, string Text)> _files = [];

    /// <summary>A chart with a Chart.yaml, to which <paramref name="chartYaml"/> is added.</summary>
    public TestChart(string name = "demo", string version = "1.2.3", string chartYaml = "")
    {
        Name = name;
        Version = version;
        Add("Chart.yaml", $"apiVersion: v2\nname: {name}\nversion: {version}\nappVersion: \"4.5\"\n{chartYaml}");
    }

    /// <summary>As in Chart.yaml.</summary>
    public string Name { get; }

    /// <summary>As in Chart.yaml.</summary>
    public string Version { get; }

    /// <summary>Adds a file.</summary>
    public TestChart Add(string path, string text)
    {
        _files.Add((path, text));
        return this;
    }

    /// <summary>Adds another chart's files under <c>charts/</c>.</summary>
    public TestChart Add(TestChart inner)
    {
        _files.AddRange(inner._files.Select(file => ($"charts/{inner.Name}/{file.Path}", file.Text)));
        return this;
    }

    /// <summary>Adds a template of a pod that runs <paramref name="image"/>, which may be a template itself.</summary>
    public TestChart Pod(string name, string image) =>
        Add($"templates/{name}.yaml", $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\nspec:\n  containers:\n  - name: main\n    image: {image}\n");

    /// <summary>The archive.</summary>
    public byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach (var (path, text) in _files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{Name}/{path}")
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                });
            }
        }

        return packed.ToArray();
    }

    /// <summary>Writes the files into a folder.</summary>
    public void WriteTo(string folder)
    {
        foreach (var (path, text) in _files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}
