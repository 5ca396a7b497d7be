using System.Net;
using System.Text.Json;
using Mirror.Charts.Discovery;
using Mirror.Charts.Loading;
using Mirror.Charts.Rendering;
using Mirror.Charts.Repositories;
using Mirror.Charts.Values;
using Mirror.Model.Oci;
using Mirror.Sandbox.Samples;
using Mirror.Sandbox.Samples.Charts;
using Mirror.Sandbox.Serving;

namespace Mirror.Engine.Tests.Resolving.Samples;

/// <summary>The sample charts, fetched from the upstream and read by the product.</summary>
public sealed class SampleChartTests : IAsyncLifetime
{
    private SampleUpstream _upstream = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _upstream = await SampleUpstream.StartAsync(new ListenOptions(), null, Cancellation);
        _client = new HttpClient { BaseAddress = _upstream.BaseUri };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task Index_names_archives_that_are_there()
    {
        var index = ChartIndex.Read(await _client.GetByteArrayAsync("/charts/sample/index.yaml", Cancellation), "index.yaml", new ChartIndexLimits());

        Assert.Equal(["sample-cache", "sample-common", "sample-shop"], index.Names);
        Assert.Equal("1.3.0", index.Find("sample-shop", "")?.Version);
        Assert.Equal("1.2.0", index.Find("sample-shop", "~1.2.0")?.Version);
        Assert.True(index.VersionsOf("sample-common")[0].IsLibrary);
        foreach (var entry in index.Names.SelectMany(index.VersionsOf))
        {
            var archive = await _client.GetByteArrayAsync($"/charts/sample/{entry.Addresses[0]}", Cancellation);
            var chart = Chart.Load(new MemoryStream(archive), entry.Addresses[0], new ChartLimits());

            Assert.Equal(entry.Digest, Digest.Of(archive).Hex);
            Assert.Equal((entry.Name, entry.Version), (chart.Name, chart.Metadata.Version));
        }
    }

    [Theory]
    [InlineData("", "registry.redhat.io/rhel9/httpd-24:9.6 registry.redhat.io/rhel9/postgresql-16:9.6 quay.io/openshift/hello:v1.0 registry.redhat.io/ubi9/ubi:9.6")]
    [InlineData("cache: {enabled: false}", "registry.redhat.io/rhel9/httpd-24:9.6 registry.redhat.io/rhel9/postgresql-16:9.6 registry.redhat.io/ubi9/ubi:9.6")]
    [InlineData("reports: {enabled: true}\ncache: {image: {tag: latest}}", "registry.redhat.io/rhel9/httpd-24:9.6 registry.redhat.io/rhel9/postgresql-16:9.6 quay.io/openshift/hello:latest registry.redhat.io/ubi9/ubi-minimal:9.6 registry.redhat.io/ubi9/ubi:9.6")]
    public void Images_depend_on_values(string values, string images)
    {
        var shop = SampleCharts.InRepository.Single(chart => chart.Version == "1.3.0");

        Assert.Equal(images.Split(' ').Order(StringComparer.Ordinal), ImagesOf(shop, values));
    }

    [Fact]
    public async Task Every_image_that_charts_run_by_default_is_served()
    {
        foreach (var image in SampleCharts.InRepository.Concat(SampleCharts.InRegistry).SelectMany(chart => ImagesOf(chart, "")).Distinct().Select(ImageReference.Parse))
        {
            using var answer = await _client.GetAsync(new Uri($"/v2/{image.Repository}/manifests/{image.Tag}", UriKind.Relative), Cancellation);
            Assert.Equal((image, HttpStatusCode.OK), (image, answer.StatusCode));
        }
    }

    [Fact]
    public async Task Chart_in_the_registry_is_an_artifact_with_its_archive()
    {
        foreach (var chart in SampleCharts.InRegistry)
        {
            using var manifest = JsonDocument.Parse(await _client.GetStringAsync($"/v2/sample-charts/sample-agent/manifests/{chart.Version}", Cancellation));
            var layer = manifest.RootElement.GetProperty("layers").EnumerateArray().Single();
            var archive = await _client.GetByteArrayAsync($"/v2/sample-charts/sample-agent/blobs/{layer.GetProperty("digest").GetString()}", Cancellation);

            Assert.Equal("application/vnd.cncf.helm.config.v1+json", manifest.RootElement.GetProperty("config").GetProperty("mediaType").GetString());
            Assert.Equal("application/vnd.cncf.helm.chart.content.v1.tar+gzip", layer.GetProperty("mediaType").GetString());
            Assert.Equal(chart.Version, Chart.Load(new MemoryStream(archive), "sample-agent.tgz", new ChartLimits()).Metadata.Version);
        }
    }

    private static IEnumerable<string> ImagesOf(SampleChart chart, string values)
    {
        var loaded = Chart.Load(new MemoryStream(chart.Archive.ToArray()), chart.FileName, new ChartLimits());
        return loaded.Metadata.IsLibrary
            ? []
            : ImageFinder.Find(ChartRenderer.Render(loaded, new RenderOptions { Values = ChartValues.Parse(values, "values") }, Cancellation), [])
                .Select(image => image.Image).Distinct().Order(StringComparer.Ordinal);
    }
}
