namespace Mirror.Build.Tasks;

/// <summary>Needs the two locks alone, so it depends on nothing.</summary>
[TaskName("Diff"), TaskDescription("Compare the lock with an older one (--base) and write what changes, for a merge request too")]
public sealed class Diff : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunStepAsync("Diff", (engine, token) => engine.DiffAsync(token));
}
