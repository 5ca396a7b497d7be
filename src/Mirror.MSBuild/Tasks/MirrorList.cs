namespace Mirror.MSBuild.Tasks;

/// <summary>Asks sources; its text goes to the build's log.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorList : MirrorStepTask
{
    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.ListAsync(cancellationToken);
}
