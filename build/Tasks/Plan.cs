namespace Mirror.Build.Tasks;

/// <summary>Reads only.</summary>
[TaskName("Plan"), TaskDescription("Dry run: write mapping.txt, missing.txt and sizes"), IsDependentOn(typeof(Lock))]
public sealed class Plan : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunNetworkStepAsync("Plan", (engine, token) => engine.PlanAsync(token));
}
