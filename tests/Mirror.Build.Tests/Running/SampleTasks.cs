namespace Mirror.Build.Tests.Running;

[TaskName("Fresh")]
public sealed class FreshTask : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context) => context.Outcome.Record("Fresh", StepResult.UpToDate("the lock answers the configuration"));
}

[TaskName("Work"), IsDependentOn(typeof(FreshTask))]
public sealed class WorkTask : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context) => context.Outcome.Record("Work", StepResult.Done("3 images sent"));
}

[TaskName("Group"), IsDependentOn(typeof(WorkTask)), IsDependentOn(typeof(NeverTask))]
public sealed class GroupTask : FrostingTask;

[TaskName("Never")]
public sealed class NeverTask : FrostingTask<BuildContext>, IFrostingTask
{
    string IFrostingTask.SkippedMessage => "nobody wants it";

    public override bool ShouldRun(BuildContext context) => false;
}

[TaskName("Incomplete"), IsDependentOn(typeof(FreshTask))]
public sealed class IncompleteTask : AsyncFrostingTask<BuildContext>
{
    public override async Task RunAsync(BuildContext context)
    {
        await Task.Yield();
        throw new MirrorException([MirrorErrors.BadArgumentValue.Diagnostic("One image is missing.")]) { ExitCode = ExitCode.Incomplete };
    }
}

[TaskName("AfterIncomplete"), IsDependentOn(typeof(IncompleteTask))]
public sealed class AfterIncompleteTask : FrostingTask;

[TaskName("Bug")]
public sealed class BugTask : FrostingTask<BuildContext>
{
    public override void Run(BuildContext context) => throw new InvalidOperationException("Odd.");
}

[TaskName("Wait")]
public sealed class WaitTask : AsyncFrostingTask<BuildContext>
{
    public override Task RunAsync(BuildContext context) => Task.Delay(Timeout.Infinite, context.CancellationToken);
}
