namespace Mirror.Benchmarks.Workers;

/// <summary>What a worker says of itself.</summary>
/// <param name="Seconds">Without the start of the process.</param>
/// <param name="PeakMemory">Resident bytes at the most.</param>
/// <param name="CpuSeconds">Of the process, which unlike the time does not depend on what else the machine does.</param>
/// <param name="Steps">Seconds by step, where there are any.</param>
internal sealed record WorkerResult(double Seconds, long PeakMemory, double CpuSeconds, IReadOnlyDictionary<string, double> Steps);
