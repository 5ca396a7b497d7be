using Mirror.Benchmarks;
using Mirror.Benchmarks.Workers;

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancellation.Cancel();
};

if (args is [WorkerProcess.Marker, .. var rest])
{
    await Worker.RunAsync(rest, cancellation.Token);
    return 0;
}

if (!BenchOptions.TryParse(args, out var options, out var problem))
{
    await Console.Error.WriteLineAsync(problem);
    return 2;
}

await new Bench(options, Console.Out).RunAsync(cancellation.Token);
return 0;
