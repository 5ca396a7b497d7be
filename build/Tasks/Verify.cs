namespace Mirror.Build.Tasks;

/// <summary>Changes nothing.</summary>
[TaskName("Verify"), TaskDescription("Compare destination and store with the lock, or read archives (--from) to the last bit; --deep hashes again"), IsDependentOn(typeof(Check))]
public sealed class Verify : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunNetworkStepAsync("Verify", (engine, token) => engine.VerifyAsync(token));
}
