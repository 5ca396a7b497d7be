namespace Mirror.Build.Tasks;

/// <summary>Layers too.</summary>
[TaskName("Fetch"), TaskDescription("Bring everything that is locked into the content store"), IsDependentOn(typeof(Lock))]
public sealed class Fetch : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunNetworkStepAsync("Fetch", (engine, token) => engine.FetchAsync(token));
}
