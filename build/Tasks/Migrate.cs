namespace Mirror.Build.Tasks;

/// <summary>Not after Check, which says the same about the old file.</summary>
[TaskName("Migrate"), TaskDescription("Write a configuration of oc-mirror v1 as v2alpha1; --overwrite replaces it")]
public sealed class Migrate : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunStepAsync("Migrate", (engine, token) => engine.MigrateAsync(token));
}
