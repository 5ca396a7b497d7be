using Mirror.Build.Reporting;
using Mirror.Oci.Registry;

namespace Mirror.Build.Tests.Reporting;

public sealed class TrafficSummaryTests
{
    [Fact]
    public void Each_registry_that_was_asked_has_a_line_with_what_happened()
    {
        var lines = TrafficSummary.Lines(
        [
            (RegistryEndpoint.For("quay.io", RegistrySide.Source), new RegistryStatisticsSnapshot(12, 1, 2, 0, 0, 4096, 0, TimeSpan.Zero)),
            (RegistryEndpoint.For("quay.io", RegistrySide.Source) with { Noun = "chart repository" }, new RegistryStatisticsSnapshot(2, 0, 0, 0, 0, 512, 0, TimeSpan.Zero)),
            (RegistryEndpoint.For("idle.example", RegistrySide.Source), new RegistryStatisticsSnapshot(0, 0, 0, 0, 0, 0, 0, TimeSpan.Zero)),
            (RegistryEndpoint.For("mine.example", RegistrySide.Destination), new RegistryStatisticsSnapshot(1, 0, 1, 0, 3, 0, 1536, TimeSpan.Zero)),
        ]);

        Assert.Equal(
            [
                "quay.io (source): 12 requests, 4 KiB received, 2 retries",
                "quay.io (chart repository): 2 requests, 512 B received",
                "mine.example (destination): 1 request, 1.5 KiB sent, 3 blobs linked, 1 retry",
            ],
            lines);
    }
}
