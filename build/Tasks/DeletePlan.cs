namespace Mirror.Build.Tasks;

/// <summary>Deletes nothing.</summary>
[TaskName("DeletePlan"), TaskDescription("Write what a deletion would delete, for review")]
public sealed class DeletePlan : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunNetworkStepAsync("DeletePlan", (engine, token) => engine.DeletePlanAsync(token));
}
