using System.Diagnostics;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.Build.Tests.Host;

public sealed class SignalTests
{
    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task Signal_cancels_the_target_and_the_run_still_reports(string signal)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        var start = new ProcessStartInfo(
            RequiredTools.PathOf("dotnet"), [Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"), "--target", "Sandbox", "--output", folder.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var host = Process.Start(start)!;
        try
        {
            while (await host.StandardOutput.ReadLineAsync(cancellationToken) is { } line && !line.StartsWith("Registry: 127.0.0.1:", StringComparison.Ordinal))
            {
            }

            await ToolProcess.RunAsync("kill", [signal, $"{host.Id}"], cancellationToken);
            var output = await host.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = await host.StandardError.ReadToEndAsync(cancellationToken);
            await host.WaitForExitAsync(cancellationToken);

            Assert.Equal(130, host.ExitCode);
            Assert.Matches(@"(?m)^Sandbox +cancelled ", output);
            Assert.StartsWith("Cancelled.", error, StringComparison.Ordinal);
        }
        finally
        {
            if (!host.HasExited)
            {
                host.Kill(entireProcessTree: true);
            }
        }
    }
}
