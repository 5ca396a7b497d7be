using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Mirror.Benchmarks.Workers;

/// <summary>The side of <see cref="WorkerProcess"/> that does the work, in a process of its own, so that its memory is its own.</summary>
internal static class Worker
{
    /// <summary>Prints a <see cref="WorkerResult"/> as the last line.</summary>
    public static async Task RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        IReadOnlyDictionary<string, double> steps = new Dictionary<string, double>();
        switch (args)
        {
            case ["bare", var source, var destination, var list]:
                await BareCopy.RunAsync(source, destination, await File.ReadAllLinesAsync(list, cancellationToken), cancellationToken);
                break;
            case ["publish", var folder, var destination]:
                steps = await PublishRun.RunAsync(folder, destination, cancellationToken);
                break;
            default:
                throw new ArgumentException($"'{string.Join(' ', args)}' is no work.", nameof(args));
        }

        var result = new WorkerResult(Stopwatch.GetElapsedTime(started).TotalSeconds, PeakMemory(), Environment.CpuUsage.TotalTime.TotalSeconds, steps);
        Console.WriteLine(JsonSerializer.Serialize(result));
    }

    private static long PeakMemory()
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status))
        {
            using var self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64;
        }

        var line = File.ReadLines(Status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2].TrimStart(), CultureInfo.InvariantCulture) * 1024;
    }
}
