namespace Mirror.MSBuild.Tasks;

/// <summary>Of the whole store, so not after Check of one mirror.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorGc : MirrorStepTask
{
    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.GcAsync(cancellationToken);
}
