namespace Mirror.Build.Tasks;

/// <summary>Through a written plan as well, but without a pause.</summary>
[TaskName("Prune"), TaskDescription("Delete what the lock of --base has and no live lock needs")]
public sealed class Prune : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunNetworkStepAsync("Prune", (engine, token) => engine.PruneAsync(token));
}
