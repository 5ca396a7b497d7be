namespace Mirror.MSBuild.Tasks;

/// <summary>Asks the sources; changes nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorOutdated : MirrorStepTask
{
    private protected override bool UsesNetwork => true;

    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.OutdatedAsync(cancellationToken);
}
