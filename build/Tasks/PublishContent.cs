namespace Mirror.Build.Tasks;

/// <summary>The part of Publish that moves content; a failure keeps the resources of the last complete run.</summary>
[TaskName("PublishContent"), IsDependentOn(typeof(Lock))]
public sealed class PublishContent : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunNetworkStepAsync("PublishContent", (engine, token) => engine.PublishAsync(token));
}
