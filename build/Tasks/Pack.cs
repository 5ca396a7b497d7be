namespace Mirror.Build.Tasks;

/// <summary>From the store alone, which Fetch has filled.</summary>
[TaskName("Pack"), TaskDescription("Write an archive to carry across an air gap; whole, or what --base lacks"), IsDependentOn(typeof(Fetch))]
public sealed class Pack : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunNetworkStepAsync("Pack", (engine, token) => engine.PackAsync(token));
}
