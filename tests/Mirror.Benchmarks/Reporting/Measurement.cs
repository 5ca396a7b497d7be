namespace Mirror.Benchmarks.Reporting;

/// <summary>One worker's run.</summary>
/// <param name="Seconds">Of the whole process.</param>
/// <param name="WorkSeconds">Without its start.</param>
internal sealed record Measurement(double Seconds, double WorkSeconds, long PeakMemory, double CpuSeconds, int SourceRequests, int DestinationRequests, IReadOnlyDictionary<string, double> Steps);
