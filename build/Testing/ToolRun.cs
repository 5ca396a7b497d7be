using System.Diagnostics;

namespace Mirror.Build.Testing;

/// <summary>How a program ended, and what it printed on both streams in the order it came.</summary>
internal sealed record ToolRun(int ExitCode, IReadOnlyList<string> Lines)
{
    /// <summary>Runs this process's own <c>dotnet</c>; cancellation ends it with everything it has started.</summary>
    public static Task<ToolRun> DotnetAsync(string workingDirectory, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        DotnetAsync(workingDirectory, arguments, _ => { }, cancellationToken);

    /// <summary>As the other overload; <paramref name="onLine"/> gets each line as it is printed.</summary>
    public static async Task<ToolRun> DotnetAsync(
        string workingDirectory, IEnumerable<string> arguments, Action<string> onLine, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var lines = new List<string>();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ToolRun(process.ExitCode, lines);

        void Keep(string? line)
        {
            if (line is not null)
            {
                lock (lines)
                {
                    lines.Add(line);
                    onLine(line);
                }
            }
        }
    }
}
