namespace Mirror.MSBuild.Tasks;

/// <summary>Reads registries only.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorPlan : MirrorStepTask
{
    private protected override bool UsesNetwork => true;

    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.PlanAsync(cancellationToken);
}
