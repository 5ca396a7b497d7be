namespace Mirror.MSBuild.Tasks;

/// <summary>Reads two locks.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorDiff : MirrorStepTask
{
    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.DiffAsync(cancellationToken);
}
