using System.Text.Json.Nodes;
using Mirror.Engine.Options;
using Mirror.Engine.Reporting;
using Mirror.Model.Diagnostics;
using Mirror.Oci.Registry;
using Mirror.Testing;

namespace Mirror.Engine.Tests.Reporting;

public sealed class RunRecordTests
{
    private static readonly RegistryStatisticsSnapshot Counts = new(2, 1, 0, 0, 0, 10, 20, TimeSpan.FromSeconds(1));

    private readonly RunRecord _record = new();

    [Fact]
    public void Traffic_of_steps_is_added_up_by_registry_and_side()
    {
        var source = RegistryEndpoint.For("quay.io", RegistrySide.Source);
        var destination = RegistryEndpoint.For("quay.io", RegistrySide.Destination);

        _record.Add([(destination, Counts)]);
        _record.Add([(source, Counts)]);
        _record.Add([(source, Counts)]);

        Assert.Equal([(source, Counts.Plus(Counts)), (destination, Counts)], _record.ToReport().Traffic);
    }

    [Fact]
    public void First_failure_decides_what_the_run_ends_with_and_all_are_told()
    {
        _record.Fail(MirrorErrors.UnknownTarget.Exception("No."), CancellationToken.None);
        _record.Fail(new IOException("disk"), CancellationToken.None);

        Assert.Equal(ExitCode.Configuration, _record.ExitCode);
        Assert.Equal(2, _record.ToReport().Diagnostics.Count);
    }

    [Fact]
    public void Cancellation_is_only_what_was_asked_for()
    {
        Assert.Equal(ExitCode.Cancelled, RunRecord.ExitCodeOf(new OperationCanceledException(), new CancellationToken(canceled: true)));
        Assert.Equal(ExitCode.Failed, RunRecord.ExitCodeOf(new OperationCanceledException(), CancellationToken.None));
        Assert.Equal(ExitCode.Complete, RunRecord.ExitCodeOf(null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Report_that_cannot_be_written_fails_a_complete_run_and_says_why()
    {
        using var folder = new TempFolder();
        var file = folder.WriteFile("file", "");

        var problem = await _record.WriteAsync(Options(folder, file));

        Assert.Contains(file, problem!.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, _record.ExitCode);
    }

    [Fact]
    public async Task Report_is_as_of_its_last_writing()
    {
        using var folder = new TempFolder();
        var options = Options(folder, folder.Combine("output"));
        _record.Add(new RunStep("Check", StepOutcome.Done, TimeSpan.Zero, ""));
        Assert.Null(await _record.WriteAsync(options));
        _record.Add(new RunStep("Lock", StepOutcome.Failed, TimeSpan.Zero, ""));
        _record.Fail(MirrorErrors.UnknownTarget.Exception("No."), CancellationToken.None);

        Assert.Null(await _record.WriteAsync(options));

        var report = JsonNode.Parse(await File.ReadAllTextAsync(folder.Combine("output", "report.json"), TestContext.Current.CancellationToken))!;
        Assert.Equal(["Check", "Lock"], report["targets"]!.AsArray().Select(step => (string?)step!["name"]));
        Assert.Equal("configuration", (string?)report["outcome"]);
    }

    private static MirrorOptions Options(TempFolder folder, string output) => new()
    {
        WorkingDirectory = folder.Path,
        ConfigurationFile = folder.Combine("imageset.yaml"),
        StoreFolder = folder.Combine("store"),
        OutputFolder = output,
    };
}
