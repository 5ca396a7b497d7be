using System.Text;
using System.Text.Json.Nodes;
using Mirror.Engine.Reporting;
using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry;

namespace Mirror.Engine.Tests.Reporting;

public sealed class RunReportTests
{
    [Fact]
    public void Report_has_targets_registries_and_diagnostics()
    {
        var source = RegistryEndpoint.For("quay.io", RegistrySide.Source);
        var idle = RegistryEndpoint.For("idle.example", RegistrySide.Source);
        var report = new RunReport(
            ExitCode.Incomplete,
            [new RunStep("Lock", StepOutcome.UpToDate, TimeSpan.FromMilliseconds(1.2344), "it has these bytes already")],
            [
                (source, new RegistryStatisticsSnapshot(12, 1, 2, 1, 3, 4096, 0, TimeSpan.FromSeconds(1.5))),
                (idle, new RegistryStatisticsSnapshot(0, 0, 0, 0, 0, 0, 0, TimeSpan.Zero)),
            ],
            [MirrorErrors.UnknownTarget.Diagnostic("No.", SourceSpan.At("a.yaml", 3, 4))]);

        var json = JsonNode.Parse(report.ToJson())!;

        Assert.Equal(6, (int)json["exitCode"]!);
        Assert.Equal("incomplete", (string)json["outcome"]!);
        Assert.Equal("""{"name":"Lock","outcome":"upToDate","seconds":0.001,"message":"it has these bytes already"}""", json["targets"]![0]!.ToJsonString());
        var registry = Assert.Single(json["registries"]!.AsArray())!;
        Assert.Equal(
            """{"registry":"quay.io","side":"source","requests":12,"tokenRequests":1,"retries":2,"rateLimited":1,"mounts":3,"bytesIn":4096,"bytesOut":0,"waitedSeconds":1.5}""",
            registry.ToJsonString());
        Assert.Equal(
            """{"code":"MIR9005","severity":"error","message":"No.","file":"a.yaml","line":3,"column":4}""", json["diagnostics"]![0]!.ToJsonString());
    }

    [Fact]
    public void Report_is_text_with_unix_lines_and_a_final_newline()
    {
        var text = Encoding.UTF8.GetString(new RunReport(ExitCode.Complete, [], [], []).ToJson());

        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
    }
}
