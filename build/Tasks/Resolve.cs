namespace Mirror.Build.Tasks;

/// <summary>The only step that reads tags, channels and chart versions.</summary>
[TaskName("Resolve"), TaskDescription("Ask the sources what the lock does not answer yet"), IsDependentOn(typeof(Check))]
public sealed class Resolve : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunNetworkStepAsync("Resolve", (engine, token) => engine.ResolveAsync(token));
}
