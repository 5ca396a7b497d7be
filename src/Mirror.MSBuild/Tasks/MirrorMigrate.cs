namespace Mirror.MSBuild.Tasks;

/// <summary>For people who come from oc-mirror v1; asks nobody.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorMigrate : MirrorStepTask
{
    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.MigrateAsync(cancellationToken);
}
