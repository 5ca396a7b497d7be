namespace Mirror.MSBuild.Tasks;

/// <summary>Needs no network but for manifests of a base that the store has never seen.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorPack : MirrorStepTask
{
    private protected override bool UsesNetwork => true;

    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.PackAsync(cancellationToken);
}
