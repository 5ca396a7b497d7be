namespace Mirror.Build.Tasks;

/// <summary>Advisory: fails for what it finds only with --fail-on.</summary>
[TaskName("Outdated"), TaskDescription("Tell what the sources have beyond the lock: later versions, moved tags, vanished content")]
public sealed class Outdated : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunNetworkStepAsync("Outdated", (engine, token) => engine.OutdatedAsync(token));
}
