namespace Mirror.Benchmarks.Workers;

/// <summary>What a worker says of itself.</summary>
/// <param name="Seconds">Without the start of the process.</param>
/// <param name="PeakMemory">Resident bytes at the most.</param>
internal sealed record WorkerResult(double Seconds, long PeakMemory);
