using System.Text;
using Mirror.Sandbox.Images;

namespace Mirror.Sandbox.Samples.Charts;

/// <summary>
/// The charts of the sample upstream: a repository with a shop in several versions, the cache that it brings along and a library, and an agent in a registry.
/// Their images are among <see cref="SampleImages"/>. Their digests are part of the demo's lock file and must never change.
/// </summary>
public static class SampleCharts
{
    /// <summary>The repository of the agent, with its registry: <c>oci://</c> before it makes the address of a chart.</summary>
    public const string RegistryReference = $"quay.io/{RegistryRepository}";

    private const string RegistryRepository = "sample-charts/sample-agent";
    private const string ConfigType = "application/vnd.cncf.helm.config.v1+json";
    private const string ContentType = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
    private const string Library = "description: Templates that sample charts share.\ntype: library\n";
    private const string Cache = "description: A cache.\nappVersion: \"1.0\"\n";

    private static readonly Lazy<IReadOnlyList<SampleChart>> Repository = new(BuildRepository);
    private static readonly Lazy<IReadOnlyList<SampleChart>> Registry = new(BuildRegistry);

    /// <summary>What the repository has, by name, newest first.</summary>
    public static IReadOnlyList<SampleChart> InRepository => Repository.Value;

    /// <summary>What the registry has, oldest first.</summary>
    public static IReadOnlyList<SampleChart> InRegistry => Registry.Value;

    /// <summary>The charts in the registry as images.</summary>
    public static IReadOnlyList<SampleImage> Images => [.. InRegistry.Select(chart => new SampleImage(RegistryRepository, [chart.Version], Artifact(chart)))];

    /// <summary>The file <c>index.yaml</c> of the repository.</summary>
    public static string Index()
    {
        var text = new StringBuilder("apiVersion: v1\nentries:\n");
        foreach (var charts in InRepository.GroupBy(chart => chart.Name))
        {
            text.Append($"  {charts.Key}:\n");
            foreach (var chart in charts)
            {
                text.Append($"  - apiVersion: v2\n    created: \"2025-06-01T00:00:00Z\"\n    digest: {chart.Digest.Hex}\n    name: {chart.Name}\n");
                text.Append(chart.Name == "sample-common" ? "    type: library\n" : "");
                text.Append($"    urls:\n    - {chart.FileName}\n    version: {chart.Version}\n");
            }
        }

        return text.Append("generated: \"2025-06-01T00:00:00Z\"\n").ToString();
    }

    private static List<SampleChart> BuildRepository() =>
    [
        New("sample-cache", "0.4.0", Cache),
        New("sample-common", "1.0.0", Library),

        // Not what a configuration without a version means.
        Shop("2.0.0-rc.1", "9.6"),
        Shop("1.3.0", "9.6"),
        Shop("1.2.0", "9.6"),
    ];

    private static List<SampleChart> BuildRegistry() =>
    [
        New("sample-agent", "0.1.0", "description: An agent.\nappVersion: \"9.6\"\n"),
        New("sample-agent", "0.2.0", "description: An agent.\nappVersion: \"9.6\"\n"),
    ];

    private static SampleChart New(string name, string version, string chartYaml) => new(name, version, ChartArchive.Pack(name, version, chartYaml));

    private static SampleChart Shop(string version, string appVersion) => new(
        "sample-shop",
        version,
        ChartArchive.Pack(
            "sample-shop",
            version,
            $"""
            description: A shop.
            appVersion: "{appVersion}"
            dependencies:
            - name: sample-cache
              version: ^0.4.0
              repository: https://charts.example.com/sample
              alias: cache
              condition: cache.enabled
            - name: sample-common
              version: 1.x.x
              repository: https://charts.example.com/sample

            """.ReplaceLineEndings("\n"),
            ("sample-cache", "0.4.0", Cache),
            ("sample-common", "1.0.0", Library)));

    // As 'helm push' makes it, without the time.
    private static ImageContent Artifact(SampleChart chart)
    {
        var config = BlobContent.Of(ConfigType, ManifestWriter.Write(writer =>
        {
            writer.WriteString("name", chart.Name);
            writer.WriteString("version", chart.Version);
            writer.WriteString("description", "An agent.");
            writer.WriteString("apiVersion", "v2");
            writer.WriteString("appVersion", "9.6");
        }));
        var content = BlobContent.Of(ContentType, chart.Archive);
        var annotations = new Dictionary<string, string>
        {
            ["org.opencontainers.image.description"] = "An agent.",
            ["org.opencontainers.image.title"] = chart.Name,
            ["org.opencontainers.image.version"] = chart.Version,
        };
        var bytes = ManifestWriter.WriteImage(MediaTypes.OciManifest, artifactType: null, config.Descriptor, [content.Descriptor], subject: null, annotations);
        return new ImageContent(ManifestReader.Read(bytes, MediaTypes.OciManifest, "built chart"), [config, content], []);
    }
}
