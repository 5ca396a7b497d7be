using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Mirror.Oci.Registry.Configuration;

namespace Mirror.Engine.Options;

/// <summary>The version of the <c>oc</c> on the PATH, which is that of the release it came with.</summary>
internal static class OcVersion
{
    private const string Program = "oc";
    private const int MaxAnswer = 64 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <param name="environment">Looks up an environment variable.</param>
    /// <exception cref="MirrorException">MIR9012: there is no such program. MIR9013: it does not tell.</exception>
    public static string Read(Func<string, string?> environment)
    {
        var variables = new[] { "PATH", "HOME", "USERPROFILE", "SystemRoot" }
            .Where(name => environment(name) is { Length: > 0 }).ToDictionary(name => name, name => environment(name)!, StringComparer.Ordinal);
        var path = new HostEnvironment(variables).FindProgram(Program) ?? throw MirrorErrors.OcMissing.Exception(
            $"'--release' without a version takes that of '{Program}', and there is no '{Program}' in the folders of PATH. Say the version: '--release 4.20.18'.");
        var start = new ProcessStartInfo(path, ["version", "--client", "--output=json"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return Find(Run(start)) ?? throw MirrorErrors.OcVersionUnknown.Exception(
            $"'{path} version --client --output=json' does not tell the version of its release; one that was built from sources has none. Say the version: '--release 4.20.18'.");
    }

    private static string Run(ProcessStartInfo start)
    {
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var answer = ReadAsync(process.StandardOutput);
            if (!answer.Wait(Limit) || !process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                return "";
            }

            return process.ExitCode == 0 ? answer.Result : "";
        }
        catch (Win32Exception e)
        {
            throw MirrorErrors.OcVersionUnknown.Exception($"'{start.FileName}' cannot be started: {e.Message}. Say the version: '--release 4.20.18'.", e);
        }
    }

    private static async Task<string> ReadAsync(StreamReader output)
    {
        var text = new char[MaxAnswer];
        var length = await output.ReadBlockAsync(text).ConfigureAwait(false);
        return new string(text, 0, length);
    }

    private static string? Find(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("releaseClientVersion", out var version)
                && version.ValueKind == JsonValueKind.String
                && version.GetString() is { Length: > 0 } text
                ? text
                : null;
        }
        catch (JsonException)
        {
            // Old versions and other programs of that name print what they like.
            return null;
        }
    }
}
