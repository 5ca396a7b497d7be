using System.Diagnostics;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.Build.Tests.Host;

/// <summary>The sandbox as a process of its own, and a mirror in another that is told of it by what the sandbox prints.</summary>
public sealed class SandboxTests : IDisposable
{
    private readonly TempFolder _sandboxOutput = new();
    private readonly HostFolders _folders = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_process_mirrors_a_signed_release_with_the_variables_that_the_sandbox_prints()
    {
        using var sandbox = Start();
        try
        {
            var printed = await ReadAsync(sandbox);
            foreach (var (name, value) in printed.Where(line => line.Key.StartsWith("export ", StringComparison.Ordinal)))
            {
                _folders.Variables[name["export ".Length..]] = value;
            }

            _folders.Folder.WriteFile(
                "mirror-configs/x/registries.conf",
                $"[[registry]]\nprefix = \"quay.io\"\nlocation = \"{printed["Sample upstream"]}\"\ninsecure = true\n");
            _folders.Folder.WriteFile(
                "mirror-configs/x/imageset.yaml",
                "kind: ImageSetConfiguration\napiVersion: mirror.openshift.io/v2alpha1\nmirror:\n  platform:\n    channels:\n    - name: stable-4.20\n");

            var published = await _folders.RunAsync("Publish", "--destination", $"docker://{printed["Registry"]}/ocp");
            var verified = await _folders.RunAsync("Verify", "--destination", $"docker://{printed["Registry"]}/ocp", "--deep");

            published.EnsureSuccess();
            verified.EnsureSuccess();
            // Payload, eight components, and one sigstore signature.
            Assert.Contains("has 10 images, 10 of them new", published.OutputText, StringComparison.Ordinal);
            Assert.Contains("\"tag\": \"4.20.9-x86_64\"", File.ReadAllText(_folders.Folder.Combine("mirror-configs", "x", "mirror.lock.json")), StringComparison.Ordinal);
        }
        finally
        {
            sandbox.Kill(entireProcessTree: true);
            await sandbox.WaitForExitAsync(CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _folders.Dispose();
        _sandboxOutput.Dispose();
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        RequiredTools.PathOf("dotnet"), [Path.Combine(AppContext.BaseDirectory, "Mirror.Build.dll"), "--target", "Sandbox", "--output", _sandboxOutput.Path])
    {
        RedirectStandardOutput = true,
    })!;

    /// <summary>What is printed as <c>name: value</c> and <c>export NAME=value</c>, by what precedes the value, up to the last line before it waits.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> ReadAsync(Process sandbox)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!values.ContainsKey("export UPDATE_URL_OVERRIDE"))
        {
            var line = await sandbox.StandardOutput.ReadLineAsync(Token) ?? throw new InvalidOperationException("The sandbox ended.");
            var parts = line.StartsWith("  export ", StringComparison.Ordinal) ? line.Trim().Split('=', 2) : line.Split(": ", 2);
            if (parts.Length == 2)
            {
                values[parts[0]] = parts[1];
            }
        }

        return values;
    }
}
