namespace Mirror.Build.Tasks;

/// <summary>Of the whole store, so not after Check of one mirror.</summary>
[TaskName("Gc"), TaskDescription("Remove from the content store what no lock needs")]
public sealed class Gc : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunNetworkStepAsync("Gc", (engine, token) => engine.GcAsync(token));
}
