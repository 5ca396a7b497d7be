using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Mirror.Benchmarks.Reporting;

/// <summary>What <c>bench.json</c> holds.</summary>
internal sealed record BenchReport(string Machine, string Content, int Runs, IReadOnlyList<BenchRow> Rows)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static string DescribeMachine()
    {
        const string Processors = "/proc/cpuinfo";
        var model = File.Exists(Processors)
            ? File.ReadLines(Processors).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[^1].Trim()
            : null;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024 / 1024 / 1024;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} processors ({model ?? RuntimeInformation.ProcessArchitecture.ToString()}), {memory} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
    }

    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "bench.json"), JsonSerializer.Serialize(this, Json) + "\n", cancellationToken);
    }

    public void Print(TextWriter output)
    {
        output.WriteLine($"{Machine}; {Content}; medians of {Runs}");
        output.WriteLine($"{"",-32} {"delay",6} {"seconds",8} {"work",7} {"CPU",7} {"ratio",6} {"source",7} {"dest",7} {"MiB",7}");
        foreach (var row in Rows)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Name,-32} {row.DelayMilliseconds,3} ms {row.Seconds,8:0.00} {row.WorkSeconds,7:0.00} {row.CpuSeconds,7:0.00} {row.Ratio,6:0.00} {row.SourceRequests,7} {row.DestinationRequests,7} {row.PeakMemoryMiB,7:0.0}"));
        }
    }
}
