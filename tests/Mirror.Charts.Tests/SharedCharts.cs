using System.IO.Compression;
using System.Text;
using Mirror.Charts.Loading;
using Mirror.Testing;

namespace Mirror.Charts.Tests;

/// <summary>The charts of the shared data and what Helm made of them.</summary>
internal static class SharedCharts
{
    public static string Root { get; } = FindRoot();

    public static string Helm(params string[] parts) => Path.Combine([Root, "helm", .. parts]);

    /// <summary>Group and name of every chart that has a golden file.</summary>
    public static IEnumerable<string> Names => Directory.Exists(Helm("golden"))
        ? Directory.EnumerateFiles(Helm("golden"), "*.yaml.gz", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Helm("golden"), file)[..^".yaml.gz".Length].Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
        : [];

    public static TheoryData<string> All
    {
        get
        {
            // A theory without data fails; the test itself skips with the reason.
            var names = Names.ToList();
            return [.. names.Count > 0 ? names : [""]];
        }
    }

    public static void Require()
    {
        if (!Directory.Exists(Helm("charts")))
        {
            Assert.Skip("The shared charts are not there: neither '../shared/data' beside the repository nor MIRROR_TEST_DATA has them.");
        }
    }

    public static Chart Load(string name)
    {
        Require();
        return Chart.Load(Helm("charts", name + ".tgz"), new ChartLimits());
    }

    public static string Golden(string name)
    {
        using var file = File.OpenRead(Helm("golden", name + ".yaml.gz"));
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string FindRoot()
    {
        if (Environment.GetEnvironmentVariable("MIRROR_TEST_DATA") is { Length: > 0 } given)
        {
            return given;
        }

        return Path.GetFullPath(Path.Combine(SourceTree.Root, "..", "shared", "data"));
    }
}
