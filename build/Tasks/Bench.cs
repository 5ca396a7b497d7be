using Mirror.Build.Testing;

namespace Mirror.Build.Tasks;

/// <summary>Asserts nothing: times belong to a machine.</summary>
[TaskName("Bench"), TaskDescription("Measure Publish beside a bare copy; --full at full size")]
public sealed class Bench : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override async Task RunAsync(BuildContext context)
    {
        await new Benchmark(context.Repository, context.Terminal.WriteLine).RunAsync(context.Command.IsFull, context.CancellationToken);
        context.Outcome.Record("Bench", StepResult.Done("artifacts/bench/bench.json has the figures"));
    }
}
