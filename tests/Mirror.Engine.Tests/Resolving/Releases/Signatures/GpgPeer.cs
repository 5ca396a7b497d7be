using System.Text;
using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.Engine.Tests.Resolving.Releases.Signatures;

/// <summary>gpg with a home of its own and a clock that stands still.</summary>
internal sealed class GpgPeer : IAsyncDisposable
{
    private readonly TempFolder _home = new();

    public GpgPeer()
    {
        RequiredTools.Require("gpg", "gpgconf");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_home.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>What gpg says of a message: the first word that judges a signature, or an empty text; and the document.</summary>
    public async Task<(string Verdict, byte[] Document)> JudgeAsync(byte[] message)
    {
        var output = _home.Combine("document");
        File.Delete(output);
        var result = await RunAsync(message, "--status-fd", "1", "--output", output, "--decrypt");
        var verdict = Encoding.UTF8.GetString(result.Output.Span).Split('\n')
            .Select(line => line.Split(' ').ElementAtOrDefault(1) ?? "")
            .FirstOrDefault(word => word is "GOODSIG" or "BADSIG" or "ERRSIG" or "EXPSIG" or "EXPKEYSIG" or "REVKEYSIG") ?? "";
        return (verdict, File.Exists(output) ? await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken) : []);
    }

    public Task<ToolResult> RunAsync(byte[] input, params string[] arguments) => ToolProcess.RunAsync(
        "gpg",
        ["--batch", "--no-tty", "--quiet", "--no-auto-key-retrieve", "--faked-system-time", $"{SignatureSamples.Now:yyyyMMdd'T'HHmmss}!", .. arguments],
        new ToolOptions { Input = input, Environment = new Dictionary<string, string?> { ["GNUPGHOME"] = _home.Path } },
        TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await ToolProcess.RunAsync(
            "gpgconf",
            ["--kill", "all"],
            new ToolOptions { Environment = new Dictionary<string, string?> { ["GNUPGHOME"] = _home.Path } },
            CancellationToken.None);
        _home.Dispose();
    }
}
