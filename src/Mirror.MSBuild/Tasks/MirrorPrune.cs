namespace Mirror.MSBuild.Tasks;

/// <summary>Through a written plan as well, but without a pause.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorPrune : MirrorStepTask
{
    private protected override bool UsesNetwork => true;

    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.PruneAsync(cancellationToken);
}
