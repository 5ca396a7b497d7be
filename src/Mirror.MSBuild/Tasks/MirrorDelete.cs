namespace Mirror.MSBuild.Tasks;

/// <summary>Not after DeletePlan: between the two is a review.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorDelete : MirrorStepTask
{
    private protected override bool UsesNetwork => true;

    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.DeleteAsync(cancellationToken);
}
