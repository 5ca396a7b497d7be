using System.Diagnostics;
using System.Globalization;
using System.Text;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.Benchmarks.Workers;

/// <summary>What a user would do without Mirror: one 'skopeo sync' of all images, which copies one after the other.</summary>
internal static class SkopeoSync
{
    /// <summary>Resident bytes of skopeo at the most.</summary>
    public static async Task<long> RunAsync(string source, string destination, IReadOnlyList<string> repositories, CancellationToken cancellationToken)
    {
        using var folder = new TempFolder();
        var list = new StringBuilder().Append('"').Append(source).Append("\":\n  tls-verify: false\n  images:\n");
        foreach (var repository in repositories)
        {
            list.Append("    ").Append(repository).Append(": [\"").Append(Images.BenchImage.Tag).Append("\"]\n");
        }

        var start = new ProcessStartInfo(
            RequiredTools.PathOf("skopeo"),
            ["--insecure-policy", "sync", "--src", "yaml", "--dest", "docker", "--dest-tls-verify=false", folder.WriteFile("list.yaml", list.ToString()), $"{destination}/sync"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var peak = 0L;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            await Task.WhenAny(process.WaitForExitAsync(cancellationToken), Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        await output;
        return process.ExitCode == 0 ? peak : throw new InvalidOperationException($"skopeo ended with {process.ExitCode}: {await error}");
    }

    /// <summary>Seconds of processor time of the processes that this one has started and that have ended; 0 where the system does not tell.</summary>
    public static double CpuSeconds()
    {
        const string Stat = "/proc/self/stat";
        if (!File.Exists(Stat))
        {
            return 0;
        }

        // After the name, which is in parentheses and may have spaces: fields 3 and up; 16 and 17 are those of children, in hundredths.
        var text = File.ReadAllText(Stat);
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / 100.0;
    }

    private static long PeakOf(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
                ? long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024
                : 0;
        }
        catch (IOException)
        {
            // It has just ended.
            return 0;
        }
    }
}
