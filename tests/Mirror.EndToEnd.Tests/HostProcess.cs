using System.Diagnostics;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests;

/// <summary>The real host in a process of its own, cut off from the user's settings.</summary>
internal static class HostProcess
{
    /// <summary>Starts <paramref name="target"/>; both outputs are redirected. A <paramref name="name"/> gives it a store and an output folder of its own.</summary>
    public static Process Start(MirrorWorkspace workspace, string target, string? destination, string name = "", params string[] more)
    {
        var start = new ProcessStartInfo(RequiredTools.PathOf("dotnet"), [.. Arguments(workspace, target, destination, workspace.Folder.Combine($"store{name}"), $"output{name}"), .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workspace.Folder.Path,
        };
        foreach (var (variable, value) in Environment(workspace))
        {
            start.Environment[variable] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Kills the host when <paramref name="reached"/> ends, unless it has ended well before that.</summary>
    public static async Task KillWhenAsync(Process host, Task reached, CancellationToken cancellationToken)
    {
        var output = Task.WhenAll(host.StandardOutput.ReadToEndAsync(cancellationToken), host.StandardError.ReadToEndAsync(cancellationToken));
        try
        {
            await Task.WhenAny(reached, host.WaitForExitAsync(cancellationToken));
        }
        finally
        {
            host.Kill();
            await host.WaitForExitAsync(CancellationToken.None);
        }

        var text = string.Concat(await output);
        Assert.True(reached.IsCompletedSuccessfully || host.ExitCode == 0, text);
    }

    /// <summary>For <c>dotnet</c>.</summary>
    public static IReadOnlyList<string> Arguments(MirrorWorkspace workspace, string target, string? destination, string store, string output = "output") =>
    [
        Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"),
        "--target", target, "--config", workspace.Folder.Combine("mirror"), "--store", store, "--output", workspace.Folder.Combine(output), "--quiet",
        .. destination is null ? Array.Empty<string>() : ["--destination", destination, "--dest-tls-verify=false"],
    ];

    /// <summary>What differs from this process's own.</summary>
    public static IReadOnlyDictionary<string, string?> Environment(MirrorWorkspace workspace)
    {
        var variables = System.Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("MIRROR_", StringComparison.Ordinal) || name is "CI" or "REGISTRY_AUTH_FILE" or "XDG_RUNTIME_DIR")
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        variables["HOME"] = workspace.Folder.Path;
        return variables;
    }
}
