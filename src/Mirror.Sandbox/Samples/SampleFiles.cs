using System.Text;
using Mirror.Sandbox.Samples.Charts;
using Mirror.Sandbox.Samples.Releases;

namespace Mirror.Sandbox.Samples;

/// <summary>What the sample upstream serves by path alone, at the paths that the real servers use where there are such.</summary>
internal static class SampleFiles
{
    /// <summary>The folder of release signatures.</summary>
    public const string SignaturePath = "/pub/openshift-v4/signatures/openshift/release/";

    /// <summary>The folder of the chart repository.</summary>
    public const string ChartPath = "/charts/sample/";

    private const string GraphDataPath = "/api/upgrades_info/graph-data";

    private static readonly Lazy<Dictionary<string, SampleFile>> Files = new(Build);

    /// <summary>The document at a path; null where there is none.</summary>
    public static SampleFile? Find(string path) => Files.Value.GetValueOrDefault(path);

    private static Dictionary<string, SampleFile> Build()
    {
        var files = new Dictionary<string, SampleFile>(StringComparer.Ordinal)
        {
            [GraphDataPath] = new("application/gzip", SampleUpdateGraph.Data()),
        };
        foreach (var release in SampleReleases.All)
        {
            var digest = release.Payload.Digest;
            files.Add($"{SignaturePath}{digest.Algorithm}={digest.Hex}/signature-1", new SampleFile("application/octet-stream", SampleReleaseSignatures.Of(release)));
        }

        files.Add($"{ChartPath}index.yaml", new SampleFile("text/yaml", Encoding.UTF8.GetBytes(SampleCharts.Index())));
        foreach (var chart in SampleCharts.InRepository)
        {
            files.Add(ChartPath + chart.FileName, new SampleFile("application/gzip", chart.Archive));
        }

        return files;
    }
}
