namespace Mirror.Build.Tasks;

/// <summary>For writing a configuration; needs none itself.</summary>
[TaskName("List"), TaskDescription("Show what exists upstream: operators of a catalog (--catalog), releases (--releases)")]
public sealed class List : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunNetworkStepAsync("List", (engine, token) => engine.ListAsync(token));
}
