namespace Mirror.Benchmarks.Reporting;

/// <summary>One line of the table: medians of the runs of one kind.</summary>
/// <param name="Ratio">Of the time to that of the bare copy with the same delay; null where there is none.</param>
internal sealed record BenchRow(
    string Name, int DelayMilliseconds, double Seconds, double WorkSeconds, double CpuSeconds, double? Ratio, int SourceRequests, int DestinationRequests, double PeakMemoryMiB,
    IReadOnlyDictionary<string, double> Steps)
{
    public static BenchRow Of(string name, TimeSpan delay, IReadOnlyList<Measurement> runs, double? baseline)
    {
        var seconds = Median(runs.Select(run => run.Seconds));
        return new BenchRow(
            name,
            (int)delay.TotalMilliseconds,
            Math.Round(seconds, 2),
            Math.Round(Median(runs.Select(run => run.WorkSeconds)), 2),
            Math.Round(Median(runs.Select(run => run.CpuSeconds)), 2),
            baseline is { } other ? Math.Round(seconds / other, 2) : null,
            runs.Max(run => run.SourceRequests),
            runs.Max(run => run.DestinationRequests),
            Math.Round(runs.Max(run => run.PeakMemory) / 1024.0 / 1024.0, 1),
            runs[0].Steps.Keys.ToDictionary(step => step, step => Median(runs.Select(run => run.Steps[step]))));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
