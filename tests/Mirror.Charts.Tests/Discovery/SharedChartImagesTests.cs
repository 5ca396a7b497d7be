using System.Text.RegularExpressions;
using Mirror.Charts.Discovery;
using Mirror.Charts.Rendering;

namespace Mirror.Charts.Tests.Discovery;

public sealed partial class SharedChartImagesTests
{
    public static TheoryData<string> Charts => SharedCharts.All;

    [Theory]
    [MemberData(nameof(Charts))]
    public void Images_of_a_chart_are_those_that_a_text_search_of_the_golden_output_finds(string name)
    {
        SharedCharts.Require();
        var rendered = ChartRenderer.Render(SharedCharts.Load(name), new RenderOptions(), TestContext.Current.CancellationToken);

        var found = ImageFinder.Find(rendered, []);

        var expected = ImageLine().Matches(SharedCharts.Golden(name)).Select(match => match.Groups[1].Value);
        Assert.Equal(expected.ToHashSet().Order(StringComparer.Ordinal), found.Where(image => !IsCrd(rendered, image)).Select(image => image.Image).ToHashSet().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Image_of_a_test_hook_is_found_with_its_place()
    {
        var rendered = ChartRenderer.Render(SharedCharts.Load("packaged-in-oc-mirror/podinfo-6.0.0"), new RenderOptions(), TestContext.Current.CancellationToken);

        var found = ImageFinder.Find(rendered, []);

        Assert.Contains(new FoundImage("stefanprodan/grpc_health_probe:v0.3.0", "podinfo/templates/tests/grpc.yaml", 0, ".spec.containers[0].image", IsContainer: true), found);
    }

    private static bool IsCrd(RenderedChart rendered, FoundImage image) =>
        rendered.Documents.Any(document => document.IsCrd && document.File == image.File);

    [GeneratedRegex("""(?m)^[ -]*image: *["']?([^"'\s]+)["']?\s*$""")]
    private static partial Regex ImageLine();
}
