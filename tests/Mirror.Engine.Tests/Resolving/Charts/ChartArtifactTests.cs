using System.Text;
using Mirror.Charts.Loading;
using Mirror.Engine.Resolving.Charts;
using Mirror.Model.Diagnostics;
using Mirror.Model.Locking;
using Mirror.Model.Oci;
using Mirror.Testing;
using Mirror.Testing.Charts;

namespace Mirror.Engine.Tests.Resolving.Charts;

public sealed class ChartArtifactTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static LoadedChart Load(byte[] archive, ChartOrigin? origin = null)
    {
        using var stream = new MemoryStream(archive);
        return new LoadedChart(
            Chart.Load(stream, "demo.tgz", new ChartLimits()), new LockedChartArchive(origin ?? new ChartPath("demo"), Digest.Of(archive), archive.Length));
    }

    [Fact]
    public void Manifest_is_that_of_helm_without_its_time()
    {
        var archive = new TestChart(chartYaml: "description: Says hello\n").Pack();

        var artifact = ChartArtifact.Of(Load(archive));

        var config = """{"name":"demo","version":"1.2.3","description":"Says hello","apiVersion":"v2","appVersion":"4.5"}""";
        Assert.Equal(config, Encoding.UTF8.GetString(artifact.Config.Span));
        Assert.Equal(
            $$$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.cncf.helm.config.v1\u002Bjson","digest":"{{{Digest.Of(Encoding.UTF8.GetBytes(config))}}}","size":{{{config.Length}}}},"layers":[{"mediaType":"application/vnd.cncf.helm.chart.content.v1.tar\u002Bgzip","digest":"{{{Digest.Of(archive)}}}","size":{{{archive.Length}}}}],"annotations":{"org.opencontainers.image.description":"Says hello","org.opencontainers.image.title":"demo","org.opencontainers.image.version":"1.2.3"}}"""
                .Replace("image.manifest.v1+json", "image.manifest.v1\\u002Bjson", StringComparison.Ordinal),
            Encoding.UTF8.GetString(artifact.Manifest.Span));
        Assert.Equal(MediaTypes.OciManifest, ManifestReader.Read(artifact.Manifest, null, "chart").Manifest.MediaType);
    }

    [Fact]
    public async Task Folder_has_one_digest_whatever_machine_packs_it()
    {
        using var folder = new TempFolder();
        new TestChart().Pod("b", "quay.io/a/b:1").Pod("a", "quay.io/a/a:1").WriteTo(folder.Combine("chart"));

        var archive = await LocalCharts.FindAsync("chart", folder.Path, new ChartLimits(), Token);

        Assert.Equal(Digest.Parse("sha256:c7ced4e588e912c16280a624765b2fd56d806f2c180a3894d5077085a831e3e7"), Digest.Of(archive));
        Assert.Equal("demo", Load(archive!).Chart.Name);
        Assert.Null(await LocalCharts.FindAsync("other", folder.Path, new ChartLimits(), Token));
    }

    [Fact]
    public void Chart_goes_below_charts_and_one_of_a_registry_keeps_its_path()
    {
        var url = new ChartUrl(new Uri("https://charts.example.com/x/demo.tgz"));
        var image = new ChartImage(ImageReference.Parse($"quay.io/a/demo@{TestDigest.Of("chart")}"));

        Assert.Equal("charts/demo:1.0.0_b", ChartArtifact.TargetOf("demo", "1.0.0+b", url).ToString());
        Assert.Equal("a/demo:1.0.0", ChartArtifact.TargetOf("demo", "1.0.0", image).ToString());
        Assert.Equal("MIR2013", Assert.Throws<MirrorException>(() => ChartArtifact.TargetOf("Demo", "1.0.0", url)).Diagnostics[0].Code.Id);
    }
}
