namespace Mirror.Build.Tasks;

/// <summary>Nothing goes on with a configuration that is wrong.</summary>
[TaskName("Check"), TaskDescription("Read and validate the configuration and the lock")]
public sealed class Check : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunStepAsync("Check", (engine, token) => engine.CheckAsync(token));
}
