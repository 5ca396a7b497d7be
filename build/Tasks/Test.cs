using Mirror.Build.Testing;

namespace Mirror.Build.Tasks;

/// <summary>The project's own tests.</summary>
[TaskName("Test"), TaskDescription("Build the solution and run its tests; --filter for some of them")]
public sealed class Test : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        var counts = await new TestSuite(context.Repository, context.Terminal).RunAsync(context.Command.TestFilter, context.CancellationToken);
        context.Outcome.LastLine = counts.ToString();
        context.Outcome.Record("Test", StepResult.Done(counts.ToString()));
        if (counts.Failed > 0)
        {
            throw MirrorErrors.TestsFailed.Exception($"Not all tests passed: {counts}.");
        }
    }
}
