namespace Mirror.MSBuild.Tasks;

/// <summary>The only step that reads tags, channels and chart versions.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorResolve : MirrorStepTask
{
    /// <summary>Whether the same build publishes what is resolved, so that the destination must be there first.</summary>
    public bool GoesOnToPublish { get; set; }

    private protected override bool UsesNetwork => true;

    private protected override MirrorEngine NewEngine(MirrorOptions options, MirrorEnvironment environment) =>
        new(options, environment) { GoesOnToPublish = GoesOnToPublish };

    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.ResolveAsync(cancellationToken);
}
