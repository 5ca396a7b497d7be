namespace Mirror.MSBuild.Tasks;

/// <summary>Reads configuration, lock and store.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorExplain : MirrorStepTask
{
    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.ExplainAsync(cancellationToken);
}
