using Mirror.MSBuild.Running;
using Mirror.MSBuild.Stamping;

namespace Mirror.MSBuild.Tasks;

/// <summary>A function of lock and destination.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorEmitResources : MirrorStepTask
{
    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.EmitResourcesAsync(cancellationToken);

    private protected override Task CompleteAsync(RunOptions options, CancellationToken cancellationToken) =>
        new StepStamp(StampedStep.EmitResources, options).CompleteAsync(cancellationToken);
}
