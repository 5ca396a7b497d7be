using System.Diagnostics;

namespace Mirror.Benchmarks.Workers;

/// <summary>The yardstick of Pack: <c>tar</c> of the same files, then <c>sha256sum</c> of what it wrote.</summary>
internal static class PlainArchive
{
    public static async Task RunAsync(string folder, CancellationToken cancellationToken)
    {
        var archive = Path.Combine(folder, "plain.tar");
        File.Delete(archive);
        await RunAsync("tar", ["-cf", archive, "-C", Path.Combine(folder, "store"), "blobs"], cancellationToken);
        await RunAsync("sha256sum", [archive], cancellationToken);
    }

    private static async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{program}' ended with {process.ExitCode}.");
        }
    }
}
