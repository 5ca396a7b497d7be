using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mirror.Model.Planning;

namespace Mirror.Benchmarks.Workers;

/// <summary>The side of <see cref="WorkerProcess"/> that does the work, in a process of its own, so that its memory is its own.</summary>
internal static class Worker
{
    /// <summary>Prints a <see cref="WorkerResult"/> as the last line.</summary>
    public static async Task RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        IReadOnlyDictionary<string, double> steps = new Dictionary<string, double>();
        long? peak = null;
        switch (args)
        {
            case ["bare", var source, var destination, var list]:
                await BareCopy.RunAsync(source, destination, await File.ReadAllLinesAsync(list, cancellationToken), cancellationToken);
                break;
            case ["skopeo", var source, var destination, var list]:
                peak = await SkopeoSync.RunAsync(source, destination, await File.ReadAllLinesAsync(list, cancellationToken), cancellationToken);
                break;
            case ["publish", var folder, var destination]:
                steps = await EngineRun.PublishAsync(folder, destination, null, cancellationToken);
                break;
            case ["publish-unsigned", var folder, var destination]:
                steps = await EngineRun.PublishUnsignedAsync(folder, destination, cancellationToken);
                break;
            case ["publish", var folder, var destination, var shard]:
                steps = await EngineRun.PublishAsync(folder, destination, Shard.TryParse(shard), cancellationToken);
                break;
            case ["publish-from", var folder, var destination]:
                steps = await EngineRun.PublishFromAsync(folder, destination, cancellationToken);
                break;
            case ["pack", var folder]:
                steps = await EngineRun.PackAsync(folder, isWarm: false, cancellationToken);
                break;
            case ["pack-warm", var folder]:
                steps = await EngineRun.PackAsync(folder, isWarm: true, cancellationToken);
                break;
            case ["plain", var folder]:
                await PlainArchive.RunAsync(folder, cancellationToken);
                break;
            default:
                throw new ArgumentException($"'{string.Join(' ', args)}' is no work.", nameof(args));
        }

        // Of skopeo the programs count alone, of tar and sha256sum both; the other work starts none.
        var cpu = SkopeoSync.CpuSeconds() + (peak is null ? Environment.CpuUsage.TotalTime.TotalSeconds : 0);
        var result = new WorkerResult(Stopwatch.GetElapsedTime(started).TotalSeconds, peak ?? PeakMemory(), cpu, steps);
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
