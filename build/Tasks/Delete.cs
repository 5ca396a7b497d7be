namespace Mirror.Build.Tasks;

/// <summary>Not after DeletePlan: between the two is a review.</summary>
[TaskName("Delete"), TaskDescription("Delete what the reviewed plan names; nothing that a lock or an index needs")]
public sealed class Delete : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunNetworkStepAsync("Delete", (engine, token) => engine.DeleteAsync(token));
}
