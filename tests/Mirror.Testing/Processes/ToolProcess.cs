using System.Diagnostics;

namespace Mirror.Testing.Processes;

/// <summary>Runs a program to its end and captures what it writes.</summary>
public static class ToolProcess
{
    /// <summary>Runs <paramref name="tool"/>; a missing one skips the test (<see cref="RequiredTools"/>).</summary>
    /// <exception cref="TimeoutException">It did not end in time; it is killed with all its children.</exception>
    public static async Task<ToolResult> RunAsync(
        string tool,
        IReadOnlyList<string> arguments,
        ToolOptions? options,
        CancellationToken cancellationToken)
    {
        options ??= new ToolOptions();
        var commandLine = $"{tool} {string.Join(' ', arguments)}";
        using var process = new Process { StartInfo = StartInfo(RequiredTools.PathOf(tool), arguments, options) };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Timeout);
        process.Start();
        try
        {
            using var output = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(output, timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await WriteInputAsync(process, options.Input, timeout.Token);
            await reading;
            var error = await errors;
            await process.WaitForExitAsync(timeout.Token);
            return new ToolResult(commandLine, process.ExitCode, output.ToArray(), error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"'{commandLine}' did not end within {options.Timeout.TotalSeconds} s.");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>As <see cref="RunAsync(string, IReadOnlyList{string}, ToolOptions?, CancellationToken)"/> with default options.</summary>
    public static Task<ToolResult> RunAsync(string tool, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(tool, arguments, null, cancellationToken);

    private static ProcessStartInfo StartInfo(string path, IReadOnlyList<string> arguments, ToolOptions options)
    {
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = options.WorkingFolder ?? "",
        };
        foreach (var (name, value) in options.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static async Task WriteInputAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        await using var stream = process.StandardInput.BaseStream;
        if (!input.IsEmpty)
        {
            await stream.WriteAsync(input, cancellationToken);
        }
    }
}
