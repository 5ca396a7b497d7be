namespace Mirror.Build.Tasks;

/// <summary>Also what a git merge driver calls.</summary>
[TaskName("LockRepair"), TaskDescription("Mend the lock file after a merge or an edit by hand, without the network")]
public sealed class LockRepair : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunStepAsync("LockRepair", (engine, token) => engine.LockRepairAsync(token));
}
