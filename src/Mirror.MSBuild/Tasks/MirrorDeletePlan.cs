namespace Mirror.MSBuild.Tasks;

/// <summary>Deletes nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorDeletePlan : MirrorStepTask
{
    private protected override bool UsesNetwork => true;

    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.DeletePlanAsync(cancellationToken);
}
