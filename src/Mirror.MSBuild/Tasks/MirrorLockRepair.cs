namespace Mirror.MSBuild.Tasks;

/// <summary>For after a merge or an edit by hand; asks nobody.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorLockRepair : MirrorStepTask
{
    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.LockRepairAsync(cancellationToken);
}
