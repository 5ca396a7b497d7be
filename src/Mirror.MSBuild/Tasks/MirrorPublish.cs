namespace Mirror.MSBuild.Tasks;

/// <summary>The part that moves content; a failure keeps the resources of the last complete run.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorPublish : MirrorStepTask
{
    private protected override bool UsesNetwork => true;

    private protected override string StepName => "PublishContent";

    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.PublishAsync(cancellationToken);
}
