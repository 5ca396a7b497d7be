using Mirror.Testing;
using Mirror.Testing.Processes;

namespace Mirror.EndToEnd.Tests.Releases;

/// <summary>A key of gpg's own making, in a home of its own, that releases are signed with.</summary>
public sealed class GpgSigner : IAsyncLifetime
{
    private readonly TempFolder _home = new();

    /// <summary>For <c>OCP_SIGNATURE_VERIFICATION_PK</c>.</summary>
    public string PublicKeyFile { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        RequiredTools.Require("gpg", "gpgconf");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_home.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await RunAsync([], "--passphrase", "", "--quick-gen-key", "Test <test@example.com>", "rsa2048", "sign", "1y");
        var key = await RunAsync([], "--export", "--armor");
        PublicKeyFile = _home.WriteFile("key.asc", key.OutputText);
    }

    /// <summary>A signed message, as release signatures are published.</summary>
    public async Task<byte[]> SignAsync(byte[] document) => (await RunAsync(document, "--sign")).Output.ToArray();

    public async ValueTask DisposeAsync()
    {
        await ToolProcess.RunAsync("gpgconf", ["--kill", "all"], Options([]), CancellationToken.None);
        _home.Dispose();
    }

    private async Task<ToolResult> RunAsync(byte[] input, params string[] arguments) =>
        (await ToolProcess.RunAsync("gpg", ["--batch", "--no-tty", "--quiet", .. arguments], Options(input), CancellationToken.None)).EnsureSuccess();

    private ToolOptions Options(byte[] input) => new() { Input = input, Environment = new Dictionary<string, string?> { ["GNUPGHOME"] = _home.Path } };
}
