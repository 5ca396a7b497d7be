using Mirror.Engine.Reporting;
using Mirror.MSBuild.Running;
using Mirror.MSBuild.Stamping;

namespace Mirror.MSBuild.Tasks;

/// <summary>Brings the file of inputs of a step that writes up to date, for MSBuild to compare times with.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorFingerprint : MirrorTask
{
    /// <summary><c>Lock</c> or <c>EmitResources</c>.</summary>
    [Required]
    public string Step { get; set; } = "";

    /// <summary>Changes when what the step reads, or what it wrote, changes.</summary>
    [Output]
    public string InputsFile { get; private set; } = "";

    /// <summary>Is no older than <see cref="InputsFile"/> when the step has nothing to do.</summary>
    [Output]
    public string DoneFile { get; private set; } = "";

    private protected override async Task RunAsync(TaskRun run, CancellationToken cancellationToken)
    {
        var stamp = new StepStamp(Enum.Parse<StampedStep>(Step), run.Options);
        (InputsFile, DoneFile) = (stamp.InputsFile, stamp.DoneFile);
        await stamp.UpdateAsync(cancellationToken).ConfigureAwait(false);
        if (stamp.IsDone)
        {
            // MSBuild skips the target, so that its task never gets the chance to say so.
            var record = BuildRecord.Of(BuildEngine, run.Options);
            record.Add(new RunStep(Step, StepOutcome.UpToDate, TimeSpan.Zero, "inputs and outputs are as the last build left them"));
            await BuildRecord.WriteAsync(record, run).ConfigureAwait(false);
        }
    }
}
