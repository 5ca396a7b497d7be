namespace Mirror.MSBuild.Tasks;

/// <summary>Changes nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorVerify : MirrorStepTask
{
    private protected override bool UsesNetwork => true;

    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.VerifyAsync(cancellationToken);
}
