namespace Mirror.Build.Tasks;

/// <summary>A function of lock and destination.</summary>
[TaskName("EmitResources"), TaskDescription("Write the cluster resources for what is locked"), IsDependentOn(typeof(Lock))]
public sealed class EmitResources : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunStepAsync("EmitResources", (engine, token) => engine.EmitResourcesAsync(token));
}
