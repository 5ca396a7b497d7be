using Mirror.MSBuild.Running;
using Mirror.MSBuild.Stamping;

namespace Mirror.MSBuild.Tasks;

/// <summary>From here on nothing floats.</summary>
[MSBuildMultiThreadableTask]
public sealed class MirrorLock : MirrorStepTask
{
    private protected override Task<StepResult> RunStepAsync(MirrorEngine engine, CancellationToken cancellationToken) => engine.LockAsync(cancellationToken);

    private protected override Task CompleteAsync(RunOptions options, CancellationToken cancellationToken) =>
        new StepStamp(StampedStep.Lock, options).CompleteAsync(cancellationToken);
}
