namespace Mirror.Build.Tasks;

/// <summary>Answers from configuration, lock and store.</summary>
[TaskName("Explain"), TaskDescription("Tell why an image (--image) is in the mirror, where it goes and what it shares")]
public sealed class Explain : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override Task RunAsync(BuildContext context) => context.RunStepAsync("Explain", (engine, token) => engine.ExplainAsync(token));
}
