namespace Mirror.MSBuild.Tasks;

/// <summary>Nothing goes on with a configuration that is wrong.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorCheck : MirrorStepTask
{
    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.CheckAsync(cancellationToken);
}
