using Mirror.Sandbox.Samples.Charts;
using Mirror.Testing;

namespace Mirror.Sandbox.Tests.Samples;

public sealed class SampleChartsTests
{
    [Fact]
    public void Charts_have_the_same_bytes_everywhere() => Approval.Verify(string.Concat(
    [
        .. SampleCharts.InRepository.Select(chart => $"{chart.FileName} {chart.Digest}\n"),
        .. SampleCharts.Images.Select(image => $"{image.Repository}:{string.Join(',', image.Tags)} {image.Content.Digest}\n"),
        SampleCharts.Index(),
    ]));
}
