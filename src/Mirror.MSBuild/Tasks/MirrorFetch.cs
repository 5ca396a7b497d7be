namespace Mirror.MSBuild.Tasks;

/// <summary>Layers too.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorFetch : MirrorStepTask
{
    private protected override bool UsesNetwork => true;

    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.FetchAsync(cancellationToken);
}
