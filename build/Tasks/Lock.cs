namespace Mirror.Build.Tasks;

/// <summary>From here on nothing floats.</summary>
[TaskName("Lock"), TaskDescription("Bring the lock file up to date"), IsDependentOn(typeof(Resolve))]
public sealed class Lock : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunStepAsync("Lock", (engine, token) => engine.LockAsync(token));
}
