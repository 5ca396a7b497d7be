namespace Mirror.MSBuild.Tasks;

/// <summary>The only step that reads tags, channels and chart versions.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorResolve : MirrorStepTask
{
    private protected override bool UsesNetwork => true;

    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.ResolveAsync(cancellationToken);
}
