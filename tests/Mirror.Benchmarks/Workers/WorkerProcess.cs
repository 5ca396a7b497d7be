using System.Diagnostics;
using System.Text.Json;

namespace Mirror.Benchmarks.Workers;

/// <summary>Runs this program again for one piece of work.</summary>
internal static class WorkerProcess
{
    /// <summary>The first argument of a worker.</summary>
    public const string Marker = "worker";

    /// <summary>Waits for the end; the time is that of the whole process.</summary>
    public static async Task<(double WallSeconds, WorkerResult Result)> RunAsync(IReadOnlyList<string> work, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(WorkerProcess).Assembly.Location, Marker, .. work])
        {
            RedirectStandardOutput = true,
        };
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            return process.ExitCode == 0
                ? (seconds, JsonSerializer.Deserialize<WorkerResult>(output.TrimEnd().Split('\n')[^1])!)
                : throw new InvalidOperationException($"'{string.Join(' ', work)}' ended with {process.ExitCode}: {output}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
